import { Problem } from "../../web/problem.js";
import { typeOf } from "../client/type.js";

/**
 * Opens uploads for Uppy's files. Paused while it opens one, Uppy drops the answer and asks again: the
 * same file in the same words is then the same upload.
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
    const intent = await this.#intent(file, signal);
    const key = this.#keyOf(data, JSON.stringify(intent));
    const terms = await this.#persist(() => this.#api.open(intent, key), signal);
    this.#files.set(terms.id, data);
    if (terms.method === "put" && data.size > intent.partSize) throw await this.#differently(terms);
    return terms;
  }

  /** It is over; another upload of the same file is another. */
  forget(id) {
    this.#asked.delete(this.#files.get(id));
    this.#files.delete(id);
  }

  async #intent({ name, type, data, meta: { title, description, visibility } }, signal) {
    const { size } = data;
    const whole = size < this.#cut.partsFrom && this.#hasher.available;
    return {
      fileName: name,
      contentType: typeOf({ name, type: type ?? "" }) ?? type,
      size,
      title,
      description,
      visibility,
      checksumSha256: whole ? await this.#hasher.hash(data, { signal }) : undefined,
      partSize: this.#cut.getChunkSize(data),
      partChecksums: this.#hasher.available,
    };
  }

  #keyOf(data, body) {
    const last = this.#asked.get(data);
    const key = last?.body === body ? last.key : randomKey();
    this.#asked.set(data, { body, key });
    return key;
  }

  async #differently({ id }) {
    this.forget(id);
    await this.#persist(() => this.#api.abort(id));
    const detail = "The server takes this file in one PUT. Give slipway() the server's SLIPWAY_UPLOADS_PARTS_FROM as partsFrom.";
    return new Problem("part-invalid", { detail });
  }
}

// randomUUID exists only on https and localhost.
function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
