import { json } from "../web/json.js";

/**
 * What people say about a video while its bytes are still on their way: title, description,
 * visibility. Before the upload is open it goes with the opening; then it is sent by itself, to the
 * upload, or to the video that came of it.
 */
export class Details {
  #upload;
  #call;
  #sent;
  #saving = Promise.resolve();

  constructor(upload, { call = json } = {}) {
    this.#upload = upload;
    this.#call = call;
    if (upload.id) this.#taken();
    upload.addEventListener("phase", () => upload.phase === "asking" && !upload.id && this.#taken());
    upload.addEventListener("id", () => this.#save().catch(() => {}));
  }

  /** Resolves when it is kept, be it only until the opening; rejects with a Problem. */
  change({ title, description, visibility }) {
    Object.assign(this.#upload, { title, description, visibility });
    this.#saving = this.#saving.catch(() => {}).then(() => this.#save());
    return this.#saving;
  }

  // These go with the opening, or came from it.
  #taken() {
    this.#sent = this.#current;
  }

  async #save() {
    const details = this.#current;
    if (!this.#upload.id || details === this.#sent) return;
    await this.#send(JSON.parse(details));
    this.#sent = details;
  }

  async #send(details) {
    const { id, video } = this.#upload;
    // Whoever goes to another page right away has still said it.
    const request = { body: details, keepalive: true };
    const ofVideo = () => this.#call("PATCH", `/api/videos/${id}`, request);
    if (video) return ofVideo();
    try {
      return await this.#call("PATCH", `/api/uploads/${id}`, request);
    } catch (problem) {
      if (problem.code !== "upload-closed") throw problem;
      return ofVideo();
    }
  }

  get #current() {
    const { title, description, visibility } = this.#upload;
    return JSON.stringify({ title: title.trim() || undefined, description, visibility });
  }
}
