const OVER = ["done", "rejected", "stored", "cancelled"];
const ARRIVED = ["done", "rejected", "stored"];

/**
 * The uploads of a page, in their order, and what they come to together. Fires `change` when one is
 * added, removed or in another phase, and `progress` when bytes move.
 */
export class Queue extends EventTarget {
  #uploads = new Set();
  #added = 0;

  get uploads() {
    return [...this.#uploads];
  }

  /** The earlier goes first where uploads wait for each other. */
  add(upload) {
    upload.priority = this.#added++;
    this.#uploads.add(upload);
    upload.addEventListener("phase", () => this.#fire("change"));
    upload.addEventListener("progress", () => this.#fire("progress"));
    this.#fire("change");
  }

  /** What it has at the store goes with it, unless it is a video already. */
  remove(upload) {
    this.#uploads.delete(upload);
    upload.cancel();
    this.#fire("change");
  }

  /** Goes before all that wait. */
  putFirst(upload) {
    upload.priority = Math.min(...this.uploads.map(({ priority }) => priority)) - 1;
    this.#uploads = new Set([upload, ...this.#uploads]);
    this.#fire("change");
  }

  pauseAll() {
    this.#in((upload) => upload.active).forEach((upload) => upload.pause());
  }

  resumeAll() {
    this.#in(({ phase }) => phase === "paused").forEach((upload) => upload.resume());
  }

  retryFailed() {
    this.#in(({ phase }) => phase === "failed").forEach((upload) => upload.start());
  }

  removeFinished() {
    this.#in(({ phase }) => OVER.includes(phase)).forEach((upload) => this.remove(upload));
  }

  has(upload) {
    return this.#uploads.has(upload);
  }

  /** How many are in which state. */
  get counts() {
    const count = (test) => this.#in(test).length;
    return {
      all: this.#uploads.size,
      active: count((upload) => upload.active),
      paused: count(({ phase }) => phase === "paused"),
      failed: count(({ phase }) => phase === "failed"),
      done: count(({ phase }) => phase === "done" || phase === "stored"),
      rejected: count(({ phase }) => phase === "rejected"),
      over: count(({ phase }) => OVER.includes(phase)),
    };
  }

  /** Of all files but those that were cancelled: acknowledged by the store, out on the wire, in all. */
  get bytes() {
    const sum = { stored: 0, sent: 0, total: 0 };
    for (const { phase, bytes, file } of this.#in((upload) => upload.phase !== "cancelled")) {
      sum.stored += ARRIVED.includes(phase) ? file.size : bytes.stored;
      sum.sent += ARRIVED.includes(phase) ? file.size : bytes.sent;
      sum.total += file.size;
    }
    return sum;
  }

  #in(test) {
    return this.uploads.filter(test);
  }

  #fire(type) {
    this.dispatchEvent(new Event(type));
  }
}
