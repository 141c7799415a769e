import { wait } from "../../web/wait.js";

/** What waits for its next try: ends by time, when the network is back, or when somebody says so. */
export class Waits {
  #ends = new Map();
  #connection;
  #pause;
  #onChange;

  constructor({ connection, pause = wait, onChange = () => {} }) {
    this.#connection = connection;
    this.#pause = pause;
    this.#onChange = onChange;
  }

  /** What waits longest of all that does: {problem, delay, attempt} or {offline}; null when nothing does. */
  get pending() {
    return this.#ends.keys().next().value ?? null;
  }

  async wait(pending, milliseconds, signal) {
    const end = new AbortController();
    const endNow = () => end.abort();
    this.#ends.set(pending, endNow);
    this.#connection.addEventListener("online", endNow);
    this.#onChange();
    try {
      await this.#pause(milliseconds, AbortSignal.any([signal, end.signal])).catch(() => {});
      signal.throwIfAborted();
    } finally {
      this.#connection.removeEventListener("online", endNow);
      this.#ends.delete(pending);
      this.#onChange();
    }
  }

  endAll() {
    this.#ends.forEach((end) => end());
  }
}
