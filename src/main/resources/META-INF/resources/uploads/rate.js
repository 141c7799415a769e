/** Seconds of history that count: shorter jumps about, longer lags behind. */
const WINDOW = 8;

/** Speed of a transfer and the time it still needs, smoothed over the last seconds. */
export class Rate {
  #now;
  #samples = [];

  /** @param now milliseconds, monotonic */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  record(done) {
    const at = this.#now();
    // What was under way and is lost takes its bytes with it: from here it is measured anew.
    if (done < this.#samples.at(-1)?.done) this.#samples = [];
    this.#samples.push({ at, done });
    while (this.#samples.length > 2 && at - this.#samples[0].at > WINDOW * 1000) this.#samples.shift();
  }

  /** Bytes a second; null until there is something to go by. */
  get speed() {
    const [first, last] = [this.#samples.at(0), this.#samples.at(-1)];
    const elapsed = last ? (last.at - first.at) / 1000 : 0;
    return elapsed < 0.5 ? null : (last.done - first.done) / elapsed;
  }

  /** Seconds; null while unknown. */
  secondsLeft(total) {
    const speed = this.speed;
    return speed ? (total - this.#samples.at(-1).done) / speed : null;
  }
}
