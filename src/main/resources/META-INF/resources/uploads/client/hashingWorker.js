import { Problem } from "../../web/problem.js";

/** One worker that hashes one blob at a time. */
export class HashingWorker {
  #worker;

  /** Throws where a worker can't be made, as when the modules are served from another origin. */
  constructor(url = new URL("./hashing.js", import.meta.url)) {
    this.#worker = new Worker(url, { type: "module" });
  }

  /** SHA-256 in base64; null where the worker does not work at all. */
  hash(blob, onProgress) {
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
