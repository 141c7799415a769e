/** Milliseconds between looks. */
const LOOK = 5_000;

/**
 * Notices that nothing was heard for too long. It counts looks, not time: a page that was frozen for an
 * hour has one look due, and what it missed meanwhile comes before the next.
 */
export class Silence {
  #timer;
  #looks = 0;
  #most;

  /** @param limit milliseconds */
  constructor(limit, onSilence) {
    this.expect(limit);
    this.#timer = setInterval(() => ++this.#looks >= this.#most && onSilence(), LOOK);
  }

  heard() {
    this.#looks = 0;
  }

  /** From now on, another limit. */
  expect(limit) {
    this.#most = Math.ceil(limit / LOOK);
    this.heard();
  }

  end() {
    clearInterval(this.#timer);
  }
}
