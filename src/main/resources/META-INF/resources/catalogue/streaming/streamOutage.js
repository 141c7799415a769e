import { RetryDelay } from "../retryDelay.js";

/** Answers of the probe about an outage; see storeProbe.js. */
const OUTAGES = ["offline", "unreachable", "failing"];

/** Answers that may be about an outage: a proxy in front of a store that is down refuses, or answers without CORS headers. */
const UNCERTAIN = ["available", "refused", "blocked"];

/** Attempts in a row for a stream that breaks off although something responds. */
const MAX_ATTEMPTS = 3;

/** Waits until hls.js, which stops when a request fails, can go on: the media element reports no error then. */
export class StreamOutage {
  #check;
  #report;
  #retries;
  #attempts = 0;
  #waiting = false;

  /**
   * @param check returns the code of what is wrong, "available" if nothing is, and whether that may pass; see PageStream
   * @param report receives the code of a problem, or null if it is solved; and whether the player tries again
   */
  constructor(media, intent, { check, report, retries = new RetryDelay(media, intent) }) {
    this.#check = check;
    this.#report = report;
    this.#retries = retries;
  }

  /** Resolves with null when the stream can be resumed, or at once with the code of a problem with which that can't help. */
  async waitUntilResumable() {
    const { code, transient } = await this.#check();
    const mayHelp = UNCERTAIN.includes(code) ? this.#attempts++ < MAX_ATTEMPTS : transient || OUTAGES.includes(code);
    if (!mayHelp) return code;
    this.#waiting = true;
    this.#report(code, { retrying: true });
    await this.#retries.next();
    return null;
  }

  /** Ends the wait, because a segment has arrived or the stream was left. */
  end() {
    this.#attempts = 0;
    this.#retries.reset();
    if (this.#waiting) this.#report(null, { retrying: false });
    this.#waiting = false;
  }
}
