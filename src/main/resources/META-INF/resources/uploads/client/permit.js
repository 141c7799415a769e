/** Milliseconds before its expiry from which a URL is not sent to any more. */
const NEAR_EXPIRY = 30_000;

/** Milliseconds between tries to give it back: somebody waits for 'cancelled'. */
const RELEASE_DELAYS = [500, 1_000, 2_000];

/** The server's permission to upload one file: used, kept fresh, given back. */
export class Permit {
  #api;
  #retry;
  #now;
  #answer;

  /** @param answer what POST /api/uploads said */
  constructor(answer, { api, retry, now = Date.now }) {
    this.#answer = answer;
    this.#api = api;
    this.#retry = retry;
    this.#now = now;
  }

  get id() {
    return this.#answer.id;
  }

  /** Where to put the bytes: {url, headers}. */
  get target() {
    return this.#answer.put;
  }

  get nearExpiry() {
    return Date.parse(this.#answer.expiresAt) - this.#now() < NEAR_EXPIRY;
  }

  async renew(signal) {
    this.#answer = await this.#api.renew(this.id, signal);
  }

  /** Renews it unless it is over: used up, given back or expired. Says whether it can be used. */
  async revive(signal) {
    try {
      await this.renew(signal);
      return true;
    } catch (problem) {
      if (problem.code === "upload-closed" || problem.code === "not-found") return false;
      throw problem;
    }
  }

  /** Whether the bytes are known to have arrived. */
  async used(signal) {
    try {
      return (await this.#api.upload(this.id, signal)).status === "STORED";
    } catch (problem) {
      if (problem.code === "not-found") return false;
      throw problem;
    }
  }

  /** Gives it back. Says false when that comes too late, since the bytes have arrived. */
  async release() {
    try {
      await this.#retry(() => this.#api.abort(this.id), { delays: RELEASE_DELAYS });
      return true;
    } catch (problem) {
      if (problem.code === "not-found") return true;
      if (problem.code === "upload-closed") return !(await this.used());
      throw problem;
    }
  }
}
