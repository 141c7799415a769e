import { json } from "../../web/json.js";

/** Milliseconds: to put a large file together, some stores copy it, and the application waits for them. */
const COMPLETION_TIMEOUT = 6 * 60_000;

/** The upload protocol, a call a method. Each throws a Problem when it is refused. */
export class Api {
  #endpoint;
  #call;
  #access;

  /**
   * @param endpoint where the application is: an origin, with the path below which it is; "" for the page's own origin
   * @param token bearer token; the page's own session without one
   */
  constructor({ endpoint = "", token = null, call = json } = {}) {
    this.#endpoint = endpoint;
    this.#call = call;
    this.#access = token
      ? { credentials: "omit", headers: { Authorization: `Bearer ${token}` } }
      : { credentials: "same-origin", headers: {} };
  }

  /** @param key the same for each try: a lost answer is given again, instead of a second upload */
  open(intent, key) {
    return this.#ask("POST", "/api/uploads", { body: intent, headers: { "Idempotency-Key": key } });
  }

  openUploads() {
    return this.#ask("GET", "/api/uploads?status=OPEN");
  }

  upload(id, signal) {
    return this.#ask("GET", `/api/uploads/${id}`, { signal });
  }

  renew(id, signal) {
    return this.#ask("PUT", `/api/uploads/${id}/url`, { signal });
  }

  sign(id, parts, signal) {
    return this.#ask("POST", `/api/uploads/${id}/parts`, { body: { parts }, signal });
  }

  complete(id, signal) {
    return this.#ask("PUT", `/api/uploads/${id}/completion`, { body: {}, signal, timeout: COMPLETION_TIMEOUT });
  }

  video(id, signal) {
    return this.#ask("GET", `/api/videos/${id}`, { signal });
  }

  abort(id) {
    return this.#ask("DELETE", `/api/uploads/${id}`);
  }

  #ask(method, path, { headers = {}, ...request } = {}) {
    const { credentials, headers: access } = this.#access;
    return this.#call(method, this.#endpoint + path, { credentials, headers: { ...access, ...headers }, ...request });
  }
}
