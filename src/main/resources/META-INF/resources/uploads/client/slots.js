/**
 * A number of places for which uploads queue: the lowest priority first, then the first to come. The
 * priority is read when a place becomes free, so that a queue can be put in another order.
 */
export class Slots {
  #free;
  #queue = [];

  constructor(count) {
    this.#free = count;
  }

  /** Runs a task as soon as there is a place; rejects as soon as the signal aborts while it waits. */
  async run(task, { claim, signal } = {}) {
    await this.#enter(claim, signal);
    try {
      return await task();
    } finally {
      this.#leave();
    }
  }

  #enter(claim, signal) {
    signal?.throwIfAborted();
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    return new Promise((resolve, reject) => {
      const waiting = { claim, enter };
      const giveUp = () => {
        this.#queue = this.#queue.filter((other) => other !== waiting);
        reject(signal.reason);
      };
      function enter() {
        signal?.removeEventListener("abort", giveUp);
        resolve();
      }
      signal?.addEventListener("abort", giveUp, { once: true });
      this.#queue.push(waiting);
    });
  }

  // The place is handed on, so that nobody comes in between.
  #leave() {
    if (this.#queue.length === 0) {
      this.#free++;
      return;
    }
    const priorities = this.#queue.map(({ claim }) => claim?.priority ?? 0);
    const next = priorities.indexOf(Math.min(...priorities));
    this.#queue.splice(next, 1)[0].enter();
  }
}
