/**
 * Limits how many tasks run at once. Waiting tasks start by the priority of their requester (an Upload),
 * lowest number first, then in the order of arrival. The priority is read when a slot becomes free, so
 * that a queue can be reordered.
 */
export class ConcurrencyLimiter {
  #freeSlots;
  #queue = [];

  constructor(slots) {
    this.#freeSlots = slots;
  }

  /** Runs a task as soon as a slot is free; rejects as soon as the signal aborts while the task waits. */
  async run(task, { requester, signal } = {}) {
    await this.#acquireSlot(requester, signal);
    try {
      return await task();
    } finally {
      this.#releaseSlot();
    }
  }

  /** Starts the waiting tasks of a requester at once, beyond the limit. The next free slots make up for it. */
  startNow(requester) {
    const waiting = this.#queue.filter((task) => task.requester === requester);
    this.#queue = this.#queue.filter((task) => task.requester !== requester);
    this.#freeSlots -= waiting.length;
    waiting.forEach((task) => task.start());
  }

  #acquireSlot(requester, signal) {
    signal?.throwIfAborted();
    if (this.#freeSlots > 0) {
      this.#freeSlots--;
      return;
    }
    return new Promise((resolve, reject) => {
      const waiting = { requester, start };
      const leaveQueue = () => {
        this.#queue = this.#queue.filter((other) => other !== waiting);
        reject(signal.reason);
      };
      function start() {
        signal?.removeEventListener("abort", leaveQueue);
        resolve();
      }
      signal?.addEventListener("abort", leaveQueue, { once: true });
      this.#queue.push(waiting);
    });
  }

  // Passes the slot on directly, so that no new task can take it before the waiting ones.
  #releaseSlot() {
    this.#freeSlots++;
    if (this.#queue.length === 0 || this.#freeSlots <= 0) return;
    this.#freeSlots--;
    const priorities = this.#queue.map(({ requester }) => requester?.priority ?? 0);
    const next = priorities.indexOf(Math.min(...priorities));
    this.#queue.splice(next, 1)[0].start();
  }
}

/** The requests of one upload to the store, which share the slots with those of all other uploads. */
export class StoreRequests {
  #limiter;
  #requester;
  #open = 0;

  running = 0;

  constructor(limiter, requester) {
    this.#limiter = limiter;
    this.#requester = requester;
  }

  /** Whether there are requests, but none has a slot. */
  get allWait() {
    return this.#open > 0 && this.running === 0;
  }

  /** Sends a request as soon as a slot is free; rejects as soon as the signal aborts while it waits. */
  async run(send, signal) {
    this.#open++;
    try {
      return await this.#limiter.run(() => this.#send(send), { requester: this.#requester, signal });
    } finally {
      this.#open--;
    }
  }

  async #send(send) {
    this.running++;
    try {
      return await send();
    } finally {
      this.running--;
    }
  }
}

/**
 * Processes items in order, several at a time. The first failure stops all of them and is thrown.
 *
 * @param createTask gets a signal that aborts at the first failure; returns the function that processes an item
 */
export async function runInParallel(items, concurrency, createTask, signal) {
  const failure = new AbortController();
  const taskSignal = AbortSignal.any([signal, failure.signal]);
  const task = createTask(taskSignal);
  const queue = items.values();
  const processQueue = async () => {
    for (const item of queue) {
      taskSignal.throwIfAborted();
      await task(item);
    }
  };
  const runs = Array.from({ length: concurrency }, () => processQueue().catch((problem) => failure.abort(problem)));
  await Promise.all(runs);
  taskSignal.throwIfAborted();
}
