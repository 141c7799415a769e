import { json } from "../web/json.js";

/** The upload protocol, a call a method. */
export class Api {
  #call;

  constructor(call = json) {
    this.#call = call;
  }

  open(intent) {
    return this.#call("POST", "/api/uploads", { body: intent });
  }

  renew(id, signal) {
    return this.#call("PUT", `/api/uploads/${id}/url`, { signal });
  }

  complete(id, signal) {
    return this.#call("PUT", `/api/uploads/${id}/completion`, { body: {}, signal });
  }

  upload(id, signal) {
    return this.#call("GET", `/api/uploads/${id}`, { signal });
  }

  video(id, signal) {
    return this.#call("GET", `/api/videos/${id}`, { signal });
  }

  abort(id) {
    return this.#call("DELETE", `/api/uploads/${id}`);
  }
}
