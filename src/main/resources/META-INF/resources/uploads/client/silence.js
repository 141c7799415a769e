/** Milliseconds between looks. */
const LOOK = 5_000;
/** Milliseconds that a request may be silent while others move. */
const LONGEST = 300_000;

/** What was heard on any request of the page. */
const everywhere = { heard: 0 };

/**
 * Notices that nothing was heard for too long: on no request at all, since they share one network and a
 * slow one lets each be heard of seldom, with minutes between; or on this one for very long. It counts
 * looks, not time: a page that was frozen for an hour has one look due, and what it missed meanwhile
 * comes before the next.
 */
export class Silence {
  #pulse;
  #seen;
  #timer;
  #still = 0;
  #own = 0;
  #most;

  /** @param limit milliseconds */
  constructor(limit, onSilence, { pulse = everywhere } = {}) {
    this.#pulse = pulse;
    this.expect(limit);
    this.#timer = setInterval(() => this.#look() && onSilence(), LOOK);
  }

  heard() {
    this.#pulse.heard++;
    this.#own = 0;
  }

  /** From now on, another limit. */
  expect(limit) {
    this.#most = Math.ceil(limit / LOOK);
    this.#still = 0;
    this.heard();
    this.#seen = this.#pulse.heard;
  }

  end() {
    clearInterval(this.#timer);
  }

  #look() {
    this.#still = this.#pulse.heard === this.#seen ? this.#still + 1 : 0;
    this.#seen = this.#pulse.heard;
    this.#own++;
    return this.#still >= this.#most || this.#own >= LONGEST / LOOK;
  }
}
