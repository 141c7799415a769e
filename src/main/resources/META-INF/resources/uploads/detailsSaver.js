import { basePath } from "../web/json.js";
import { DetailsRequests } from "./detailsRequests.js";

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
  #onProblem;
  /** The details that the server has; null if that isn't known. */
  #saved;
  #savedId;
  #saving = Promise.resolve();

  /** @param onProblem called if details that were entered before the upload was open could not be saved */
  constructor(upload, { send = (path, body) => requests.send(path, body), onProblem = () => {} } = {}) {
    this.#upload = upload;
    this.#sendBody = send;
    this.#onProblem = onProblem;
    this.#saved = upload.serverState;
    this.#savedId = upload.serverState?.id;
    upload.addEventListener("id", () => this.#onOpened());
  }

  /** The details that the server has, with undefined ones if that isn't known. */
  get saved() {
    return this.#saved ?? { title: undefined, description: undefined, visibility: undefined, tags: undefined };
  }

  /** Resolves when the details that are defined are saved, or set for the opening; rejects with a Problem. */
  change(details) {
    for (const [field, detail] of Object.entries(details)) {
      if (detail !== undefined) this.#upload[field] = detail;
    }
    return this.#saveInOrder();
  }

  // Only the response tells which details were saved: an attempt whose response was lost may have sent older ones.
  #onOpened() {
    const { serverState } = this.#upload;
    // A resumed upload has the details of its first opening there, which may have changed since.
    if (serverState.id !== this.#savedId) {
      this.#savedId = serverState.id;
      this.#saved = serverState;
    }
    this.#saveInOrder().catch((problem) => this.#onProblem(problem));
  }

  #saveInOrder() {
    this.#saving = this.#saving.catch(() => {}).then(() => this.#save());
    return this.#saving;
  }

  async #save() {
    const details = this.#currentDetails;
    if (!this.#upload.id) return;
    const before = this.#saved;
    const changes = changesFrom(before, details);
    if (Object.keys(changes).length === 0) return;
    // If the response is lost, the server may have either.
    this.#saved = null;
    await this.#send(changes);
    this.#saved = { ...(before ?? details), ...changes };
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

// What hasn't changed isn't sent, because the user may have changed it on another page.
function changesFrom(saved, details) {
  const isChanged = ([field, detail]) => detail !== undefined && (saved?.[field] === undefined || textOf(detail) !== textOf(saved[field]));
  return Object.fromEntries(Object.entries(details).filter(isChanged));
}

/** The value of a detail as its field shows it: tags are separated by commas. */
export function textOf(detail) {
  return Array.isArray(detail) ? detail.join(", ") : (detail ?? "");
}
