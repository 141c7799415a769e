import { Problem } from "../../web/problem.js";
import { ConcurrencyLimiter } from "./concurrency.js";

/** Two workers: one reads from disk while the other computes. */
const WORKERS = 2;
/** One read of 16 MiB takes two thirds of the time of four reads of 4 MiB. Most parts are at most this large. */
const READ_SIZE = 16 * 1024 * 1024;

/**
 * SHA-256 of a blob, in base64. Browsers hash only what is in memory in one piece, so this is for parts
 * and for files up to a limit. Progress covers reading, which takes most of the time.
 */
export async function sha256(blob, { subtle = crypto.subtle, onProgress = () => {} } = {}) {
  const bytes = await read(blob, onProgress);
  const digest = await subtle.digest("SHA-256", bytes);
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

async function read(blob, onProgress) {
  if (blob.size <= READ_SIZE) {
    const all = await readBytes(blob);
    onProgress(blob.size);
    return all;
  }
  const bytes = new Uint8Array(blob.size);
  for (let start = 0; start < blob.size; start += READ_SIZE) {
    bytes.set(await readBytes(blob.slice(start, start + READ_SIZE)), start);
    onProgress(Math.min(start + READ_SIZE, blob.size));
  }
  return bytes;
}

async function readBytes(slice) {
  try {
    return new Uint8Array(await slice.arrayBuffer());
  } catch (error) {
    // The file was changed or removed after it was chosen.
    throw new Problem("file-unreadable", { detail: error.message });
  }
}

/** Hashes blobs in workers, or in the page where workers aren't available. Blobs wait by priority. */
export class Hasher {
  #limiter = new ConcurrencyLimiter(WORKERS);
  #idleWorkers = [];
  #createWorker;
  #subtle;

  /** @param createWorker returns a worker: {hash(blob, onProgress)} */
  constructor({ createWorker = () => new HashWorker(), subtle = globalThis.crypto?.subtle } = {}) {
    this.#createWorker = createWorker;
    this.#subtle = subtle;
  }

  /** Whether the browser can hash: only on https and localhost. */
  get available() {
    return Boolean(this.#subtle);
  }

  /** SHA-256 of a blob, in base64. */
  async hash(blob, { requester, signal, onProgress = () => {} } = {}) {
    const checksum = await this.#limiter.run(() => this.#hash(blob, onProgress), { requester, signal });
    signal?.throwIfAborted();
    return checksum;
  }

  async #hash(blob, onProgress) {
    const worker = this.#takeWorker();
    try {
      const checksum = await worker?.hash(blob, onProgress);
      return checksum ?? (await this.#hashInPage(blob, onProgress));
    } finally {
      if (worker) this.#idleWorkers.push(worker);
    }
  }

  #takeWorker() {
    if (!this.#createWorker) return null;
    try {
      return this.#idleWorkers.pop() ?? this.#createWorker();
    } catch {
      this.#createWorker = null;
      return null;
    }
  }

  #hashInPage(blob, onProgress) {
    // A worker that failed to load won't load the next time either.
    this.#createWorker = null;
    return sha256(blob, { subtle: this.#subtle, onProgress });
  }
}

/** A worker that hashes one blob at a time. */
class HashWorker {
  #worker;

  /** Throws where workers can't be created, for example when the modules come from another origin. */
  constructor(url = new URL("./hashWorker.js", import.meta.url)) {
    this.#worker = new Worker(url, { type: "module" });
  }

  /** SHA-256 in base64; null if the worker doesn't run. */
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

/** The checksums of a file's parts. Each is computed once; all are undefined if the hasher isn't available. */
export class PartChecksums {
  #checksums = new Map();
  #hasher;
  #requester;

  constructor({ hasher, requester }) {
    this.#hasher = hasher;
    this.#requester = requester;
  }

  async of(part, signal) {
    if (!this.#checksums.has(part.number)) this.#checksums.set(part.number, await this.#hash(part, signal));
    return this.#checksums.get(part.number);
  }

  /** Hashes a part again and returns whether the file still has the same bytes there. */
  async isUnchanged(part, signal) {
    return (await this.#hash(part, signal)) === this.#checksums.get(part.number);
  }

  async #hash({ slice }, signal) {
    return this.#hasher.available ? this.#hasher.hash(slice, { requester: this.#requester, signal }) : undefined;
  }
}
