import { Problem } from "../../web/problem.js";
import { wait } from "../../web/wait.js";

/** Milliseconds before the second, third, … attempt; the last delay repeats. */
const DELAYS = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000];
/** Milliseconds between attempts while the browser reports that it is offline, because it may be wrong. */
const OFFLINE_DELAY = 30_000;
/** An attempt series ends after this many milliseconds and failures without progress. */
const TIME_LIMIT = 20 * 60_000;
const MIN_FAILURES = 12;
/** Failures within this many milliseconds count once: all parts that are being sent fail together. */
const MIN_GAP = 10_000;
/** How often the same bytes are sent when the store reports a checksum mismatch. */
const MAX_CORRUPTED_SENDS = 3;

/**
 * Runs a step until it succeeds, fails permanently or the budget is exhausted. Only transient problems
 * are retried, such as a stalled request, which the StallDetector of signedRequest.js detects. A
 * Retry-After of the server is obeyed. Failures while offline don't count.
 */
export async function retry(step, { signal, timers, budget, connection, random = Math.random }) {
  for (let attempt = 0; ; ) {
    try {
      if (!connection.online) await timers.wait({ offline: true }, OFFLINE_DELAY, signal);
      const result = await step();
      connection.recordOutcome(true);
      return result;
    } catch (problem) {
      if (signal.aborted || !problem.transient) throw problem;
      connection.recordOutcome(problem.status > 0);
      if (!connection.online) {
        budget.reset();
        continue;
      }
      if (budget.countFailure()) throw problem;
      const delay = delayBefore(attempt++, problem, random);
      await timers.wait({ problem, delay, attempt }, delay, signal);
    }
  }
}

/**
 * Milliseconds after a failure. Jitter keeps clients that failed at the same moment from retrying at the same moment.
 * `attempt` says how many failed before.
 */
export function delayBefore(attempt, { retryAfter }, random = Math.random) {
  return Math.max(retryAfter * 1000, DELAYS[Math.min(attempt, DELAYS.length - 1)] * (0.5 + random()));
}

/** How long an upload is retried without any progress. */
export class RetryBudget {
  #now;
  #timeLimit;
  #minFailures;
  #minGap;
  #startedAt;
  #countedAt;
  #failures;

  constructor({ now = Date.now, limit = TIME_LIMIT, failures = MIN_FAILURES, gap = MIN_GAP } = {}) {
    this.#now = now;
    this.#timeLimit = limit;
    this.#minFailures = failures;
    this.#minGap = gap;
    this.reset();
  }

  /** Starts again, because there was progress. */
  reset() {
    this.#startedAt = null;
    this.#countedAt = -Infinity;
    this.#failures = 0;
  }

  /**
   * Counts a failure and returns whether the budget is exhausted. The time begins with the first failure,
   * because an upload may wait for hours before it sends. It alone doesn't exhaust the budget: a computer
   * that slept for an hour made no attempt in that hour.
   */
  countFailure() {
    const now = this.#now();
    this.#startedAt ??= now;
    if (now - this.#countedAt >= this.#minGap) {
      this.#countedAt = now;
      this.#failures++;
    }
    return this.#failures >= this.#minFailures && now - this.#startedAt >= this.#timeLimit;
  }
}

/** The delays before the next attempts of one upload. A delay ends early when the network is back or the user asks for it. */
export class RetryTimers {
  #endings = new Map();
  #connection;
  #pause;
  #onChange;

  constructor({ connection, pause = wait, onChange = () => {} }) {
    this.#connection = connection;
    this.#pause = pause;
    this.#onChange = onChange;
  }

  /**
   * The delay that ends first: {problem, delay, attempt, endsAt} or {offline, endsAt}; null if there is none.
   * `endsAt` is a time of `performance.now()`.
   */
  get nextAttempt() {
    return [...this.#endings.keys()].sort((one, other) => one.endsAt - other.endsAt)[0] ?? null;
  }

  async wait(details, milliseconds, signal) {
    const ending = new AbortController();
    const end = () => ending.abort();
    const nextAttempt = { ...details, endsAt: performance.now() + milliseconds };
    this.#endings.set(nextAttempt, end);
    this.#connection.addEventListener("online", end);
    this.#onChange();
    try {
      await this.#pause(milliseconds, AbortSignal.any([signal, ending.signal])).catch(() => {});
      signal.throwIfAborted();
    } finally {
      this.#connection.removeEventListener("online", end);
      this.#endings.delete(nextAttempt);
      this.#onChange();
    }
  }

  endAll() {
    this.#endings.forEach((end) => end());
  }
}

/**
 * Sends bytes until the store acknowledges them. The store refuses bytes that were altered on the way;
 * they are sent again unless the file itself has changed.
 *
 * @param isUnchanged whether the file still has the bytes that were signed
 */
export async function sendUntilAcknowledged(send, isUnchanged) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (problem) {
      if (problem.code !== "bytes-changed") throw problem;
      if (!(await isUnchanged())) throw new Problem("file-changed", problem);
      if (attempt === MAX_CORRUPTED_SENDS) throw problem;
    }
  }
}
