import { freshness } from "./freshness.js";

/** The application's permission to upload one file: asked about, kept fresh, given back. */
export class Permit {
  #api;
  #now;
  #signedAt;

  /** @param terms the upload, as the application described it: {id, method, put, partSize, …} */
  constructor(terms, { api, now = Date.now }) {
    this.terms = terms;
    this.#api = api;
    this.#now = now;
    this.#signedAt = now();
  }

  get id() {
    return this.terms.id;
  }

  /** Whether there is no URL for the whole file, or none that is good for long. */
  get nearExpiry() {
    const { put, expiresAt } = this.terms;
    return !put || !freshness.lasts(expiresAt, this.#now());
  }

  /** The connection was lost, which can be the URL's fault. */
  doubt() {
    if (freshness.isDoubtful(this.#signedAt, this.#now())) this.terms = { ...this.terms, put: null };
  }

  /** How the upload stands, with the parts that the store holds. */
  ask(signal) {
    return this.#api.upload(this.id, signal);
  }

  /** Signs parts: {number, size, checksumSha256} each. */
  async sign(parts, signal) {
    return (await this.#api.sign(this.id, parts, signal)).parts;
  }

  /** A fresh URL for the whole file, unless it is over: used up, given back or expired. Says whether there is one. */
  async revive(signal) {
    try {
      this.terms = await this.#api.renew(this.id, signal);
      this.#signedAt = this.#now();
      return true;
    } catch (problem) {
      if (problem.code === "upload-closed" || problem.code === "not-found") return false;
      throw problem;
    }
  }

  /** Whether the store has the bytes, by its own word. */
  async arrived(signal) {
    try {
      await this.#api.complete(this.id, signal);
      return true;
    } catch (problem) {
      if (["upload-incomplete", "upload-closed", "not-found"].includes(problem.code)) return false;
      throw problem;
    }
  }

  /** Whether the bytes are known to have arrived. */
  async used(signal) {
    try {
      return (await this.ask(signal)).status === "STORED";
    } catch (problem) {
      if (problem.code === "not-found" || problem.code === "upload-vanished") return false;
      throw problem;
    }
  }

  /** Gives it back. Says false when that comes too late, since the bytes have arrived. */
  async release() {
    try {
      await this.#api.abort(this.id);
      return true;
    } catch (problem) {
      if (problem.code === "not-found") return true;
      if (problem.code === "upload-closed") return !(await this.used());
      throw problem;
    }
  }
}
