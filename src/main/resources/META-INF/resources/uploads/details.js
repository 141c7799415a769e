import { basePath } from "../web/json.js";
import { wait } from "../web/wait.js";
import { DetailsRequests } from "./detailsRequests.js";
import { problemMessage } from "./messages.js";

/** Milliseconds without a keystroke after which the details are saved. */
const TYPING_PAUSE = 700;
const FIELDS = ["title", "description", "visibility", "tags"];

/** All cards share it. Leaving the page sends what waits. */
const requests = new DetailsRequests();
window.addEventListener("pagehide", () => requests.sendAll());

/**
 * Saves title, description, visibility and tags while the file is still being uploaded. Before the upload is
 * open, they are sent when it is opened; later they are sent to the upload, or to the video once it exists.
 */
export class DetailsSaver {
  #upload;
  #sendBody;
  #saved;
  #saving = Promise.resolve();

  constructor(upload, { send = (path, body) => requests.send(path, body) } = {}) {
    this.#upload = upload;
    this.#sendBody = send;
    this.#saved = upload.serverState;
    upload.addEventListener("id", () => this.#onOpened());
  }

  /** Resolves when the details are saved, or set for the opening; rejects with a Problem. */
  change({ title, description, visibility, tags }) {
    Object.assign(this.#upload, { title, description, visibility, tags });
    return this.#saveInOrder();
  }

  // Only the response tells which details were saved: an attempt whose response was lost may have sent older ones.
  #onOpened() {
    this.#saved = this.#upload.serverState;
    this.#saveInOrder().catch(() => {});
  }

  #saveInOrder() {
    this.#saving = this.#saving.catch(() => {}).then(() => this.#save());
    return this.#saving;
  }

  async #save() {
    const details = this.#currentDetails;
    if (!this.#upload.id || this.#areSaved(details)) return;
    await this.#send(details);
    this.#saved = details;
  }

  #areSaved(details) {
    return Object.keys(details).every((field) => details[field] === undefined || textOf(details[field]) === textOf(this.#saved?.[field]));
  }

  async #send(details) {
    await this.#ended();
    const { id, video } = this.#upload;
    const sendToVideo = () => this.#sendBody(`${basePath}/api/videos/${id}`, details);
    if (video) return sendToVideo();
    try {
      return await this.#sendBody(`${basePath}/api/uploads/${id}`, details);
    } catch (problem) {
      if (problem.code !== "upload-closed") throw problem;
      return sendToVideo();
    }
  }

  // While the upload is being confirmed, it is closed and its video appears. Afterwards it is known which of the two to change.
  #ended() {
    const upload = this.#upload;
    if (upload.phase !== "confirming") return null;
    return new Promise((resolve) => upload.addEventListener("phase", resolve, { once: true }));
  }

  get #currentDetails() {
    const { title, description, visibility, tags } = this.#upload;
    return { title: title.trim() || undefined, description, visibility, tags };
  }
}

/** The value of a detail as its field shows it: tags are separated by commas. */
function textOf(detail) {
  return Array.isArray(detail) ? detail.join(", ") : (detail ?? "");
}

function parseTags(text) {
  return text
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);
}

/** The form for the details of a video. It saves each change automatically, without a button. */
export class DetailsForm {
  #upload;
  #saver;
  #parts;
  #onTitle;
  #onSaved;
  #typing = new AbortController();

  /** @param parts the card's elements {form, title, description, visibility, tags, saved, address, page, …} */
  constructor(upload, parts, { onTitle, onSaved }) {
    this.#upload = upload;
    this.#parts = parts;
    this.#onTitle = onTitle;
    this.#onSaved = onSaved;
    this.#fill();
    this.#saver = new DetailsSaver(upload);
    parts.form.addEventListener("submit", (event) => event.preventDefault());
    parts.form.addEventListener("input", () => this.#onInput());
    parts.form.addEventListener("change", () => this.#save());
    upload.addEventListener("id", () => this.#showAddress());
    this.#showAddress();
  }

  /**
   * Enters details, with the tags as text, and saves them. Those that are undefined stay as they are. Resolves with
   * whether they are saved.
   */
  set(values) {
    for (const field of FIELDS) {
      if (values[field] !== undefined) this.#parts[field].value = values[field];
    }
    if (this.#parts.title.value.trim()) this.#upload.title = this.#parts.title.value;
    this.#onTitle();
    return this.#save();
  }

  #fill() {
    const number = crypto.getRandomValues(new Uint32Array(1))[0];
    for (const field of FIELDS) {
      this.#parts[field].id = `${field}-${number}`;
      this.#parts[`${field}-label`].htmlFor = this.#parts[field].id;
      const hint = this.#parts[`${field}-hint`];
      if (hint) {
        hint.id = `${field}-hint-${number}`;
        this.#parts[field].setAttribute("aria-describedby", hint.id);
      }
      if (this.#upload[field]) this.#parts[field].value = textOf(this.#upload[field]);
    }
  }

  async #onInput() {
    this.#typing.abort();
    this.#typing = new AbortController();
    if (this.#parts.title.value.trim()) this.#upload.title = this.#parts.title.value;
    this.#onTitle();
    await wait(TYPING_PAUSE, this.#typing.signal).then(
      () => this.#save(),
      () => {},
    );
  }

  async #save() {
    this.#typing.abort();
    const { title, description, visibility, tags, saved } = this.#parts;
    saved.textContent = "Saving…";
    saved.classList.remove("bad");
    try {
      await this.#saver.change({
        title: title.value.trim() || this.#upload.title,
        description: description.value,
        visibility: visibility.value,
        tags: parseTags(tags.value),
      });
      saved.textContent = "Saved";
      this.#onSaved();
      return true;
    } catch (problem) {
      saved.classList.add("bad");
      saved.textContent = `Not saved. ${problemMessage(problem)}`;
      return false;
    }
  }

  #showAddress() {
    const { id } = this.#upload;
    const { address, page } = this.#parts;
    address.hidden = !id;
    if (!id) return;
    page.href = `${basePath}/videos/${id}`;
    page.textContent = page.href;
    page.nextElementSibling.dataset.copy = page.href;
  }
}
