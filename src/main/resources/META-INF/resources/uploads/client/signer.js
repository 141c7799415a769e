import { freshness } from "./freshness.js";

const BATCH = 16;
/** From the fourth call on, each signs at least this many parts, as long as that many are to come. */
const LEAST = 8;
/** Fewer signed parts than this that wait to be sent: time to sign more. As many as can be sent at once. */
const FEW = 4;

/** Has parts signed a few ahead, many in one call: a call for each part would cost more than the signatures. */
export class Signer {
  #ask;
  #now;
  #queue = [];
  #targets = new Map();
  #ready = new Set();
  #asking = false;
  #calls = 0;
  #toCome;
  #most;

  /**
   * @param ask signs parts: resolves to [{number, url, headers, expiresAt}]
   * @param count of parts that are to be signed, and how many of them can wait here at once
   */
  constructor(ask, { count, atOnce, signal, now = Date.now }) {
    this.#ask = ask;
    this.#toCome = count;
    this.#most = Math.floor(atOnce / 2);
    this.#now = now;
    signal.addEventListener("abort", () => this.#reject(this.#queue.splice(0), signal.reason));
  }

  /** Resolves as soon as the part has a URL. */
  sign(part) {
    this.#toCome--;
    return this.#enqueue({ part, urgent: false });
  }

  /** Where to send a part now: {url, headers}. */
  async target(part) {
    const { number } = part;
    if (!this.#fresh(this.#targets.get(number))) await this.#enqueue({ part, urgent: true });
    this.#ready.delete(number);
    this.#signNext();
    return this.#targets.get(number);
  }

  /** The part is stored, or its URL was refused. */
  drop({ number }) {
    this.#targets.delete(number);
  }

  /** The connection was lost, which can be the URL's fault. */
  doubt(part) {
    const target = this.#targets.get(part.number);
    if (target && freshness.isDoubtful(target.signedAt, this.#now())) this.drop(part);
  }

  #fresh(target) {
    return target && freshness.lasts(target.expiresAt, this.#now());
  }

  #enqueue({ part, urgent }) {
    return new Promise((resolve, reject) => {
      const entry = { part, urgent, resolve, reject };
      if (urgent) this.#queue.unshift(entry);
      else this.#queue.push(entry);
      this.#signNext();
    });
  }

  async #signNext() {
    if (this.#asking || !this.#due) return;
    this.#asking = true;
    this.#calls++;
    const batch = this.#queue.splice(0, BATCH);
    try {
      this.#keep(await this.#ask(batch.map(({ part }) => part)));
      batch.forEach(({ resolve }) => resolve());
    } catch (problem) {
      this.#reject(batch, problem);
    }
    this.#asking = false;
    this.#signNext();
  }

  // The first part is signed at once, so that sending begins; then more and more of them together.
  get #due() {
    if (this.#queue.length === 0) return false;
    if (this.#queue[0].urgent || this.#toCome === 0) return true;
    const least = Math.min(2 ** this.#calls, LEAST, this.#most);
    return this.#ready.size < FEW && this.#queue.length >= least;
  }

  #keep(targets) {
    const signedAt = this.#now();
    for (const target of targets) {
      this.#targets.set(target.number, { ...target, signedAt });
      this.#ready.add(target.number);
    }
  }

  #reject(entries, problem) {
    entries.forEach(({ reject }) => reject(problem));
  }
}
