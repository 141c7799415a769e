import { Problem } from "../../web/problem.js";
import { Permit } from "../client/permit.js";

/** Uppy wants an ETag for each part, and Slipway does not: it completes from the store's own list. */
const STORED = "stored";

/**
 * What Uppy asks of a store, asked of Slipway. To Uppy every upload is in parts: a file that goes in one
 * PUT is one part, signed with the URL of that PUT. So Uppy hears when Slipway has confirmed the video,
 * and can go on with any upload or give it up.
 */
export class Uploads {
  #api;
  #openings;
  #hasher;
  #persist;
  #permits = new Map();

  constructor({ api, openings, hasher, persist }) {
    this.#api = api;
    this.#openings = openings;
    this.#hasher = hasher;
    this.#persist = persist;
  }

  /** Opens an upload for one of Uppy's files: {uploadId, key}. */
  async create(file, signal) {
    const terms = await this.#openings.open(file, signal);
    this.#permits.set(terms.id, this.#permitOf(terms));
    return { uploadId: terms.id, key: terms.key };
  }

  /** Where a part goes: {url, headers}; null where it is stored already. */
  async sign(id, number, slice, signal) {
    const permit = await this.#permit(id, signal);
    const { status, method, partChecksums } = permit.terms;
    if (status === "STORED") return null;
    if (method === "put") return this.#signOnly(permit, signal);
    const checksumSha256 = partChecksums ? await this.#hasher.hash(slice, { signal }) : undefined;
    const part = { number, size: slice.size, checksumSha256 };
    const [{ url, headers }] = await this.#persist(() => permit.sign([part], signal), signal);
    return { url, headers };
  }

  /** The parts that need not be sent: {number, etag} each. */
  async parts(id, signal) {
    const permit = await this.#permit(id, signal);
    const { status, method, partCount = 1, parts = [] } = await this.#persist(() => permit.ask(signal), signal);
    if (status !== "STORED" && !(method === "put" && (await this.#arrived(permit, signal)))) return parts;
    return Array.from({ length: partCount }, (_, index) => ({ number: index + 1, etag: STORED }));
  }

  /** Has Slipway ask the store, and answers with the video. */
  async complete(id, signal) {
    const video = await this.#persist(() => this.#api.complete(id, signal), signal);
    this.#forget(id);
    return video;
  }

  /** Gives an upload up, unless it is over already. */
  async abort(id) {
    const permit = this.#permits.get(id) ?? this.#permitOf({ id });
    this.#forget(id);
    await this.#persist(() => permit.release());
  }

  // Uppy asks again after a failure, which may be the URL's fault: each is given out once.
  async #signOnly(permit, signal) {
    const usable = !permit.nearExpiry || (await this.#persist(() => permit.revive(signal), signal));
    if (!usable) return this.#requireUsed(permit, signal);
    const { put } = permit.terms;
    permit.terms = { ...permit.terms, put: null };
    return put;
  }

  async #requireUsed(permit, signal) {
    if (!(await this.#persist(() => permit.used(signal), signal))) throw new Problem("upload-closed");
    return null;
  }

  #arrived(permit, signal) {
    return this.#persist(() => permit.arrived(signal), signal);
  }

  // Uppy's Golden Retriever goes on with uploads that another page has begun.
  async #permit(id, signal) {
    if (!this.#permits.has(id)) {
      const terms = await this.#persist(() => this.#api.upload(id, signal), signal);
      this.#permits.set(id, this.#permitOf(terms));
    }
    return this.#permits.get(id);
  }

  #permitOf(terms) {
    return new Permit(terms, { api: this.#api });
  }

  #forget(id) {
    this.#permits.delete(id);
    this.#openings.forget(id);
  }
}
