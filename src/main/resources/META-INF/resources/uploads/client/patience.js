const LIMIT = 20 * 60_000;
const FAILURES = 12;

/** How long an upload goes on without any progress. */
export class Patience {
  #now;
  #limit;
  #least;
  #since;
  #failures;

  constructor({ now = Date.now, limit = LIMIT, failures = FAILURES } = {}) {
    this.#now = now;
    this.#limit = limit;
    this.#least = failures;
    this.renew();
  }

  renew() {
    this.#since = this.#now();
    this.#failures = 0;
  }

  /**
   * Counts a failure; says whether it was the last. Time alone does not end it: a computer that slept
   * for an hour has not tried for an hour.
   */
  endsWith() {
    this.#failures++;
    return this.#failures >= this.#least && this.#now() - this.#since >= this.#limit;
  }
}
