import { basePath } from "../web/json.js";
import { DetailsRequests } from "./detailsRequests.js";
import { onPageLeave } from "./pageLeave.js";

/** All cards share it. Leaving the page sends what waits. */
const requests = new DetailsRequests();
onPageLeave(({ ends }) => (ends ? requests.sendAll() : requests.sendKeptAlive()));

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
  /** The details that the server has if all requests under way succeed; null if that isn't known. */
  #expected;
  #savedId;
  #underWay = 0;
  #saving = Promise.resolve();
  #savingAtOnce = Promise.resolve();

  /** @param onProblem called if details that were entered before the upload was open could not be saved */
  constructor(upload, { send = (...request) => requests.send(...request), onProblem = () => {} } = {}) {
    this.#upload = upload;
    this.#sendBody = send;
    this.#onProblem = onProblem;
    this.#saved = this.#expected = upload.serverState;
    this.#savedId = upload.serverState?.id;
    upload.addEventListener("id", () => this.#onOpened());
  }

  /** The details that the server has, with undefined ones if that isn't known. */
  get saved() {
    return this.#saved ?? { title: undefined, description: undefined, visibility: undefined, tags: undefined };
  }

  /**
   * Resolves when the details that are defined are saved, or set for the opening; rejects with a Problem.
   *
   * @param atOnce whether they are sent before this returns, because the page may be about to end
   */
  change(details, { atOnce = false } = {}) {
    for (const [field, detail] of Object.entries(details)) {
      if (detail !== undefined) this.#upload[field] = detail;
    }
    return atOnce ? this.saveAtOnce() : this.#saveInOrder();
  }

  /** Sends what waits for the response to an earlier request. Resolves when it is saved; rejects with a Problem. */
  saveAtOnce() {
    const overlaps = this.#underWay > 0;
    const sent = this.#save({ atOnce: true });
    this.#savingAtOnce = Promise.allSettled([this.#savingAtOnce, sent]);
    // The server may handle the later of two requests first, so everything is saved once more after both.
    return overlaps ? this.#saveInOrder() : sent;
  }

  // Only the response tells which details were saved: an attempt whose response was lost may have sent older ones.
  #onOpened() {
    const { serverState } = this.#upload;
    // A resumed upload has the details of its first opening there, which may have changed since.
    if (serverState.id !== this.#savedId) {
      this.#savedId = serverState.id;
      this.#saved = this.#expected = serverState;
    }
    this.#saveInOrder().catch((problem) => this.#onProblem(problem));
  }

  #saveInOrder() {
    this.#saving = this.#saving.catch(() => {}).then(() => this.#save());
    return this.#saving;
  }

  async #save({ atOnce = false } = {}) {
    if (!atOnce) await this.#savingAtOnce.then(() => this.#ended());
    const details = this.#currentDetails;
    if (!this.#upload.id) return;
    const before = atOnce ? this.#expected : this.#saved;
    const changes = changesFrom(before, details);
    if (Object.keys(changes).length === 0) return;
    const after = { ...(before ?? details), ...changes };
    const overlaps = this.#underWay > 0;
    // If the response is lost, the server may have either.
    this.#saved = null;
    this.#expected = after;
    this.#underWay += 1;
    try {
      await this.#send(changes, { urgent: atOnce });
    } catch (problem) {
      this.#expected = null;
      throw problem;
    } finally {
      this.#underWay -= 1;
    }
    if (!overlaps && this.#expected === after) this.#saved = after;
  }

  async #send(details, options) {
    const { id, video } = this.#upload;
    const sendToVideo = () => this.#sendBody(`${basePath}/api/videos/${id}`, details, options);
    if (video) return sendToVideo();
    try {
      return await this.#sendBody(`${basePath}/api/uploads/${id}`, details, options);
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
