import { json } from "../web/json.js";
import { root } from "../web/root.js";

/**
 * What people say about a video while its bytes are still on their way: title, description,
 * visibility. Before the upload is open it goes with the opening; then it is sent by itself, to the
 * upload, or to the video that came of it.
 */
export class Details {
  #upload;
  #call;
  #kept;
  #saving = Promise.resolve();

  constructor(upload, { call = json } = {}) {
    this.#upload = upload;
    this.#call = call;
    this.#kept = upload.terms;
    upload.addEventListener("id", () => this.#opened());
  }

  /** Resolves when it is kept, be it only until the opening; rejects with a Problem. */
  change({ title, description, visibility }) {
    Object.assign(this.#upload, { title, description, visibility });
    return this.#saveInTurn();
  }

  // Only the answer tells what went with the opening: a try whose answer was lost may have said less.
  #opened() {
    this.#kept = this.#upload.terms;
    this.#saveInTurn().catch(() => {});
  }

  #saveInTurn() {
    this.#saving = this.#saving.catch(() => {}).then(() => this.#save());
    return this.#saving;
  }

  async #save() {
    const details = this.#current;
    if (!this.#upload.id || this.#isKept(details)) return;
    await this.#send(details);
    this.#kept = details;
  }

  #isKept(details) {
    return Object.keys(details).every((field) => details[field] === undefined || details[field] === (this.#kept?.[field] ?? ""));
  }

  async #send(details) {
    const { id, video } = this.#upload;
    // Whoever goes to another page right away has still said it.
    const request = { body: details, keepalive: true };
    const ofVideo = () => this.#call("PATCH", `${root}/api/videos/${id}`, request);
    if (video) return ofVideo();
    try {
      return await this.#call("PATCH", `${root}/api/uploads/${id}`, request);
    } catch (problem) {
      if (problem.code !== "upload-closed") throw problem;
      return ofVideo();
    }
  }

  get #current() {
    const { title, description, visibility } = this.#upload;
    return { title: title.trim() || undefined, description, visibility };
  }
}
