import { Problem } from "../../web/problem.js";

/** Bytes after which a worker is replaced: not every browser soon lets go of what was read in one. */
const RETIREMENT = 256 * 1024 * 1024;

/** One worker that hashes one blob at a time. */
export class HashingWorker {
  #url;
  #worker;
  #hashed = 0;

  /** Throws where a worker can't be made, as when the modules are served from another origin. */
  constructor(url = new URL("./hashing.js", import.meta.url)) {
    this.#url = url;
    this.#hire();
  }

  /** SHA-256 in base64; null where the worker does not work at all. */
  async hash(blob, onProgress) {
    if (this.#hashed > RETIREMENT) this.#hire();
    this.#hashed += blob.size;
    return this.#ask(blob, onProgress);
  }

  #hire() {
    this.#worker?.terminate();
    this.#worker = new Worker(this.#url, { type: "module" });
    this.#hashed = 0;
  }

  #ask(blob, onProgress) {
    return new Promise((resolve, reject) => {
      this.#worker.onerror = () => resolve(null);
      this.#worker.onmessage = ({ data: { done, checksum, code, message } }) => {
        if (done !== undefined) return onProgress(done);
        if (code) return reject(new Problem(code, { detail: message }));
        resolve(checksum);
      };
      this.#worker.postMessage(blob);
    });
  }
}
