import { basePath, requestJson } from "../web/json.js";
import { unfinished } from "./client/unfinished.js";

/**
 * Finds videos that the user has already made of chosen files, among the hundred newest. Copies are recognised by their
 * fingerprint, so not all bytes are compared. All files share one list of what is stored, which is fetched when the first
 * of them is looked up. They are looked up one after another, because it is only a hint and must not delay the uploads.
 */
export class StoredCopies {
  #request;
  #match;
  #uploads = null;
  #lookups = Promise.resolve();

  constructor({ request = requestJson, match = unfinished.match } = {}) {
    this.#request = request;
    this.#match = match;
  }

  /**
   * The video of a file; null if there is none.
   *
   * @param isInQueue whether this page shows an upload, by its id
   */
  find(file, isInQueue) {
    const lookup = this.#lookups.then(() => this.#find(file, isInQueue));
    this.#lookups = lookup.catch(() => {});
    return lookup;
  }

  async #find(file, isInQueue) {
    this.#uploads ??= this.#request("GET", `${basePath}/api/uploads?status=STORED`);
    const others = (await this.#uploads).filter(({ id }) => !isInQueue(id));
    const match = others.length > 0 ? await this.#match(file, others) : null;
    return match ? this.#findVideo(match.id) : null;
  }

  async #findVideo(id) {
    try {
      const video = await this.#request("GET", `${basePath}/api/videos/${id}`);
      return video.status === "DELETED" || video.deleteAfter ? null : video;
    } catch (problem) {
      // Deleted since.
      if (problem.code === "not-found") return null;
      throw problem;
    }
  }
}
