import { format } from "../web/format.js";
import { basePath, requestJson } from "../web/json.js";
import { requestProblemMessage } from "./requestProblems.js";

const MEANINGS = {
  private: "Private: only you and administrators can open the link. For other people, create a share link.",
  unlisted: "Unlisted: everybody who has the link can watch the video as soon as it is ready.",
  public: "Public: everybody can watch the video as soon as it is ready.",
};
/** Nothing can be watched then. */
const UNSHARED_PHASES = ["cancelled", "rejected", "deleted"];

/** Copies the address of the video, and creates a share link, as soon as the upload is open. */
export class SharingView {
  #upload;
  #parts;
  #announce;
  #request;
  /** The upload of the share link. After a cancelled or vanished upload, the next one has another id. */
  #sharedId = null;

  /** @param parts the card's elements {share, copy-address, create-share, share-meaning, shared, shared-text, shared-address, copy-share, share-options} */
  constructor(upload, parts, { announce, request = requestJson }) {
    this.#upload = upload;
    this.#parts = parts;
    this.#announce = announce;
    this.#request = request;
    const name = format.isolated(upload.file.name);
    parts["copy-address"].ariaLabel = `Copy link ${name}`;
    parts["copy-share"].ariaLabel = `Copy share link ${name}`;
    parts["create-share"].addEventListener("click", () => this.#create());
    upload.addEventListener("id", () => this.refresh());
    upload.addEventListener("phase", () => this.refresh());
    this.refresh();
  }

  /** Call this when the visibility has changed. */
  refresh() {
    const { id, phase, video, visibility } = this.#upload;
    const { share, "copy-address": copy, "create-share": create, "share-meaning": meaning, "share-options": options } = this.#parts;
    share.hidden = !id || UNSHARED_PHASES.includes(phase);
    if (!id) return;
    if (id !== this.#sharedId) this.#hideLink();
    const current = visibility ?? video?.visibility ?? "private";
    copy.dataset.copy = new URL(`${basePath}/videos/${id}`, location.href).href;
    create.hidden = current !== "private";
    meaning.textContent = MEANINGS[current];
    options.href = `${basePath}/videos/${id}/shares`;
  }

  // aria-disabled instead of disabled: a disabled button would lose the focus.
  async #create() {
    const { "create-share": create, "copy-share": copy, shared, "shared-address": address, "shared-text": text } = this.#parts;
    if (create.ariaDisabled) return;
    create.ariaDisabled = "true";
    const { id } = this.#upload;
    try {
      const { url, expiresAt } = await this.#request("POST", `${basePath}/api/videos/${id}/shares`, { body: {} });
      if (id !== this.#upload.id) return;
      address.textContent = url;
      copy.dataset.copy = url;
      text.textContent = `Everybody who has this share link can watch the video until ${format.localTime(expiresAt)}.`;
      text.classList.remove("bad");
      address.hidden = copy.hidden = false;
      this.#announce("Share link created");
    } catch (problem) {
      text.textContent = `No share link was created. ${requestProblemMessage(problem)}`;
      text.classList.add("bad");
      this.#announce(text.textContent);
    } finally {
      create.ariaDisabled = null;
    }
    this.#sharedId = id;
    shared.hidden = false;
  }

  #hideLink() {
    const { shared, "shared-address": address, "copy-share": copy } = this.#parts;
    shared.hidden = address.hidden = copy.hidden = true;
    copy.dataset.copy = "";
  }
}
