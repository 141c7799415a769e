const STORED_PHASES = ["processing", "done", "rejected", "deleted", "stored"];
/** An upload that was cancelled before it was opened is ready again. */
const CANCELLED_PHASES = ["ready", "cancelled"];
const FINISHED_PHASES = [...STORED_PHASES, ...CANCELLED_PHASES];

/**
 * The uploads of a page, in order, with their totals. Fires `change` when an upload is added, removed or
 * enters another phase, and `progress` when bytes were sent.
 */
export class UploadQueue extends EventTarget {
  #uploads = new Set();
  #nextPriority = 0;

  get uploads() {
    return [...this.#uploads];
  }

  /** Adds an upload at the end: uploads that were added earlier go first. */
  add(upload) {
    upload.priority = this.#nextPriority++;
    this.#uploads.add(upload);
    this.#listenTo(upload);
    this.#fire("change");
  }

  /** Removes an upload that isn't running. If it failed, the server keeps what was stored. */
  remove(upload) {
    this.#uploads.delete(upload);
    this.#fire("change");
  }

  /** Puts an upload in the place of another one. */
  replace(upload, replacement) {
    replacement.priority = upload.priority;
    this.#uploads = new Set(this.uploads.map((other) => (other === upload ? replacement : other)));
    this.#listenTo(replacement);
    this.#fire("change");
  }

  /** Moves an upload before all others, and starts it if it waits for them. */
  moveToFront(upload) {
    upload.priority = Math.min(...this.uploads.map(({ priority }) => priority)) - 1;
    this.#uploads = new Set([upload, ...this.#uploads]);
    upload.startNow();
    this.#fire("change");
  }

  /** Returns the number of paused uploads. An upload that is being confirmed can't be paused. */
  pauseAll() {
    this.#filter((upload) => upload.active).forEach((upload) => upload.pause());
    return this.counts.paused;
  }

  /** Returns the number of uploads. */
  resumeAll() {
    return this.#runAll("paused", (upload) => upload.resume());
  }

  /** Returns the number of uploads. */
  retryFailed() {
    return this.#runAll("failed", (upload) => upload.retry());
  }

  /** Returns the number of uploads. Those that wait are cancelled first, so that none of them starts. */
  cancelAll() {
    const uploads = this.#filter(({ active, phase }) => active || phase === "paused").reverse();
    uploads.forEach((upload) => upload.cancel());
    return uploads.length;
  }

  /** Returns the number of uploads. */
  removeFinished() {
    return this.#removeAll(FINISHED_PHASES);
  }

  /** Returns the number of uploads. The server keeps what was stored of them. */
  removeFailed() {
    return this.#removeAll(["failed"]);
  }

  has(upload) {
    return this.#uploads.has(upload);
  }

  /** The number of uploads, by state. */
  get counts() {
    const count = (test) => this.#filter(test).length;
    return {
      all: this.#uploads.size,
      active: count((upload) => upload.active),
      paused: count(({ phase }) => phase === "paused"),
      failed: count(({ phase }) => phase === "failed"),
      done: count(({ phase }) => phase === "done" || phase === "stored"),
      processing: count(({ phase }) => phase === "processing"),
      rejected: count(({ phase }) => phase === "rejected"),
      deleted: count(({ phase }) => phase === "deleted"),
      cancelled: count(({ phase }) => CANCELLED_PHASES.includes(phase)),
      finished: count(({ phase }) => FINISHED_PHASES.includes(phase)),
    };
  }

  /**
   * Bytes of all files that weren't cancelled: sent, including those that the store already had; sent by this page since
   * the last start or resume; in total; still to be sent by the active uploads.
   */
  get bytes() {
    const sum = { sent: 0, sentHere: 0, total: 0, left: 0 };
    for (const { phase, active, bytes, resumed, file } of this.#filter((upload) => !CANCELLED_PHASES.includes(upload.phase))) {
      sum.sent += STORED_PHASES.includes(phase) ? file.size : bytes.sent;
      sum.sentHere += bytes.sent - resumed;
      sum.total += file.size;
      if (active) sum.left += file.size - bytes.sent;
    }
    return sum;
  }

  /** Whether something is lost if the page ends. A paused upload that is open remains among the unfinished ones. */
  get endsWithPage() {
    return this.uploads.some(({ id, active, phase }) => active || phase === "cancelling" || (phase === "paused" && !id));
  }

  /** Bytes of the uploads that are yet to be opened. */
  get unopenedBytes() {
    return this.#filter(({ id, active, phase }) => !id && (active || phase === "paused")).reduce((sum, { file }) => sum + file.size, 0);
  }

  #removeAll(phases) {
    const uploads = this.#filter(({ phase }) => phases.includes(phase));
    uploads.forEach((upload) => this.remove(upload));
    return uploads.length;
  }

  #runAll(phase, action) {
    const uploads = this.#filter((upload) => upload.phase === phase);
    uploads.forEach(action);
    return uploads.length;
  }

  #listenTo(upload) {
    upload.addEventListener("phase", () => this.#fire("change"));
    upload.addEventListener("progress", () => this.#fire("progress"));
  }

  #filter(test) {
    return this.uploads.filter(test);
  }

  #fire(type) {
    this.dispatchEvent(new Event(type));
  }
}
