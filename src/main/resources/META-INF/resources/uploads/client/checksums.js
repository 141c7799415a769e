/** The checksums of a file's parts, each computed once; all undefined where nothing can be hashed. */
export class Checksums {
  #known = new Map();
  #hasher;
  #claim;

  constructor({ hasher, claim }) {
    this.#hasher = hasher;
    this.#claim = claim;
  }

  async of(part, signal) {
    if (!this.#known.has(part.number)) this.#known.set(part.number, await this.#hash(part, signal));
    return this.#known.get(part.number);
  }

  /** Whether the file still has the bytes that it had. */
  async stillHold(part, signal) {
    return (await this.#hash(part, signal)) === this.#known.get(part.number);
  }

  async #hash({ slice }, signal) {
    return this.#hasher.available ? this.#hasher.hash(slice, { claim: this.#claim, signal }) : undefined;
  }
}
