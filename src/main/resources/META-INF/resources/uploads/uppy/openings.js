import { Problem } from "../../web/problem.js";
import { randomKey } from "../client/randomKey.js";
import { typeOf } from "../client/type.js";

/**
 * Opens uploads for Uppy's files. Paused while it opens one, Uppy drops the answer and asks again: the
 * same file is then the same upload, whatever is said about it by then.
 */
export class Openings {
  #api;
  #cut;
  #hasher;
  #persist;
  #asked = new WeakMap();
  #files = new Map();

  /** @param cut {partsFrom, getChunkSize}: how Uppy cuts files */
  constructor({ api, cut, hasher, persist }) {
    this.#api = api;
    this.#cut = cut;
    this.#hasher = hasher;
    this.#persist = persist;
  }

  /** Answers what POST /api/uploads said. */
  async open(file, signal) {
    const { data } = file;
    const facts = await this.#facts(file, signal);
    const { title, description, visibility } = file.meta;
    const key = this.#keyOf(data, JSON.stringify(facts));
    const ask = () => this.#api.open({ ...facts, title, description, visibility }, key);
    const terms = await this.#persist(ask, signal);
    this.#files.set(terms.id, data);
    if (terms.method === "put" && data.size > facts.partSize) throw await this.#differently(terms);
    return terms;
  }

  /** It is over; another upload of the same file is another. */
  forget(id) {
    this.#asked.delete(this.#files.get(id));
    this.#files.delete(id);
  }

  async #facts({ name, type, data }, signal) {
    const { size } = data;
    const whole = size < this.#cut.partsFrom && this.#hasher.available;
    return {
      fileName: name,
      contentType: typeOf({ name, type: type ?? "" }) ?? type,
      size,
      checksumSha256: whole ? await this.#hasher.hash(data, { signal }) : undefined,
      partSize: this.#cut.getChunkSize(data),
      partChecksums: this.#hasher.available,
    };
  }

  #keyOf(data, facts) {
    const last = this.#asked.get(data);
    const key = last?.facts === facts ? last.key : randomKey();
    this.#asked.set(data, { facts, key });
    return key;
  }

  async #differently({ id }) {
    this.forget(id);
    await this.#persist(() => this.#api.abort(id));
    const detail = "The server takes this file in one PUT. Give slipway() the server's SLIPWAY_UPLOADS_PARTS_FROM as partsFrom.";
    return new Problem("part-invalid", { detail });
  }
}
