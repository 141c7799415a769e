import { checksum } from "./checksum.js";
import { HashingWorker } from "./hashingWorker.js";
import { Slots } from "./slots.js";

/** Two: one reads from disk while the other computes. */
const WORKERS = 2;

/** Hashes blobs in workers, or in the page where there can be none; in the order of priority. */
export class Hasher {
  #slots = new Slots(WORKERS);
  #idle = [];
  #make;
  #subtle;

  /** @param make a worker: {hash(blob, onProgress)} */
  constructor({ make = () => new HashingWorker(), subtle = globalThis.crypto?.subtle } = {}) {
    this.#make = make;
    this.#subtle = subtle;
  }

  /** Whether anything can be hashed: browsers do so only on https and localhost. */
  get available() {
    return Boolean(this.#subtle);
  }

  /** SHA-256 of a blob, in base64. */
  async hash(blob, { claim, signal, onProgress = () => {} } = {}) {
    const result = await this.#slots.run(() => this.#hash(blob, onProgress), { claim, signal });
    signal?.throwIfAborted();
    return result;
  }

  async #hash(blob, onProgress) {
    const worker = this.#worker();
    try {
      const result = await worker?.hash(blob, onProgress);
      return result ?? (await this.#hashHere(blob, onProgress));
    } finally {
      if (worker) this.#idle.push(worker);
    }
  }

  #worker() {
    if (!this.#make) return null;
    try {
      return this.#idle.pop() ?? this.#make();
    } catch {
      this.#make = null;
      return null;
    }
  }

  #hashHere(blob, onProgress) {
    // Nothing is gained by asking workers again that did not even load.
    this.#make = null;
    return checksum(blob, { subtle: this.#subtle, onProgress });
  }
}
