/** A point at which requests wait until the user continues. */
export class Gate {
  #open;
  #refuse;
  #arrive;
  #opened = new Promise((resolve, reject) => ([this.#open, this.#refuse] = [resolve, reject]));

  /** Resolves when a request waits here, or has passed. */
  arrived = new Promise((resolve) => (this.#arrive = resolve));

  constructor() {
    // A gate at which nothing waits can be closed too.
    this.#opened.catch(() => {});
  }

  /** Resolves when the gate is open; rejects when it is closed or the signal aborts. */
  async pass(signal) {
    this.#arrive();
    await Promise.race([this.#opened, rejection(signal)]);
  }

  open() {
    this.#open();
  }

  /** Lets nothing pass any more. */
  close(reason) {
    this.#refuse(reason);
  }
}

function rejection(signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
