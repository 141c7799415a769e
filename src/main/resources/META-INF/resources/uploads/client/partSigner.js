import { hasTimeLeft, mayHaveExpired } from "./signedRequest.js";

const MAX_BATCH_SIZE = 16;
/** Batches grow to this size: 1, 2, 4, 8 parts. With few parts in progress they stay smaller, or all of them would wait. */
const MIN_BATCH_SIZE = 8;
/** When fewer signed parts than this wait to be sent, the next batch is signed. Equals MAX_REQUESTS of environment.js. */
const LOW_WATER_MARK = 4;

/** Has parts signed slightly ahead, several in one call. One call per part would cost more than the signatures. */
export class PartSigner {
  #signParts;
  #now;
  #queue = [];
  #signedRequests = new Map();
  #readyNumbers = new Set();
  #calling = false;
  #calls = 0;
  #remaining;
  #maxWaiting;

  /**
   * @param signParts resolves to signed requests: [{number, url, headers, expiresAt}]
   * @param count number of parts to sign
   * @param concurrency number of parts that are processed at once
   */
  constructor(signParts, { count, concurrency, signal, now = Date.now }) {
    this.#signParts = signParts;
    this.#remaining = count;
    this.#maxWaiting = Math.floor(concurrency / 2);
    this.#now = now;
    signal.addEventListener("abort", () => this.#reject(this.#queue.splice(0), signal.reason));
  }

  /** Resolves as soon as the part is signed. */
  sign(part) {
    this.#remaining--;
    return this.#enqueue({ part, urgent: false });
  }

  /** The valid signed request for a part: {url, headers}. */
  async signedRequest(part) {
    const { number } = part;
    if (!this.#isValid(this.#signedRequests.get(number))) await this.#enqueue({ part, urgent: true });
    this.#readyNumbers.delete(number);
    this.#signNextBatch();
    return this.#signedRequests.get(number);
  }

  /** Forgets a part's signed request: the part is stored, or the store refused the URL. */
  drop({ number }) {
    this.#signedRequests.delete(number);
  }

  /** Call this when a connection was lost. Drops the signed request if its URL may have expired. */
  dropSuspect(part) {
    const request = this.#signedRequests.get(part.number);
    if (request && mayHaveExpired(request.signedAt, this.#now())) this.drop(part);
  }

  #isValid(request) {
    return request && hasTimeLeft(request.expiresAt, this.#now());
  }

  #enqueue({ part, urgent }) {
    return new Promise((resolve, reject) => {
      const entry = { part, urgent, resolve, reject };
      if (urgent) this.#queue.unshift(entry);
      else this.#queue.push(entry);
      this.#signNextBatch();
    });
  }

  async #signNextBatch() {
    if (this.#calling || !this.#batchIsDue) return;
    this.#calling = true;
    this.#calls++;
    const batch = this.#queue.splice(0, MAX_BATCH_SIZE);
    try {
      this.#keep(await this.#signParts(batch.map(({ part }) => part)));
      batch.forEach(({ resolve }) => resolve());
    } catch (problem) {
      this.#reject(batch, problem);
    }
    this.#calling = false;
    this.#signNextBatch();
  }

  // The first part is signed alone, so that sending starts early. Then batches grow.
  get #batchIsDue() {
    if (this.#queue.length === 0) return false;
    if (this.#queue[0].urgent || this.#remaining === 0) return true;
    const minSize = Math.min(2 ** this.#calls, MIN_BATCH_SIZE, this.#maxWaiting);
    return this.#readyNumbers.size < LOW_WATER_MARK && this.#queue.length >= minSize;
  }

  #keep(signedRequests) {
    const signedAt = this.#now();
    for (const request of signedRequests) {
      this.#signedRequests.set(request.number, { ...request, signedAt });
      this.#readyNumbers.add(request.number);
    }
  }

  #reject(entries, problem) {
    entries.forEach(({ reject }) => reject(problem));
  }
}
