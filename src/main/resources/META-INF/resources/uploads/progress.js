import { format } from "../web/format.js";

/** Seconds of history for the speed. Shorter makes it jumpy, longer makes it lag. */
const SPEED_WINDOW = 8;
/** Seconds of history that are needed to report a speed. */
const MIN_SPEED_WINDOW = 0.5;

/** Phases with numbers to show. */
const MEASURED_PHASES = ["checking", "uploading"];
const STEPS = ["checking", "preparing", "uploading", "confirming"];
/** Milliseconds between updates of the numbers. More frequent ones couldn't be read. */
const UPDATE_INTERVAL = 250;
/** Milliseconds without progress after which speed and time left would be wrong. */
const STALLED_AFTER = 6_000;
const RETRY_REASONS = {
  "connection-lost": "Connection lost",
  stalled: "The upload stalled",
  "store-busy": "The store is busy",
  "store-unavailable": "The store can’t be reached",
};

/** The speed of a transfer and its remaining time, averaged over the last seconds. */
export class TransferRate {
  #now;
  #samples = [];

  /** @param now returns milliseconds from a monotonic clock */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  record(done) {
    const at = this.#now();
    // A failed request takes its bytes back: measuring starts again.
    if (done < this.#samples.at(-1)?.done) this.#samples = [];
    this.#samples.push({ at, done });
    while (this.#samples.length > 2 && at - this.#samples[0].at > SPEED_WINDOW * 1000) this.#samples.shift();
  }

  /** Bytes per second; null until enough is known. */
  get speed() {
    const [first, last] = [this.#samples.at(0), this.#samples.at(-1)];
    const elapsed = last ? (last.at - first.at) / 1000 : 0;
    return elapsed < MIN_SPEED_WINDOW ? null : (last.done - first.done) / elapsed;
  }

  /** Seconds; null while unknown. */
  secondsLeft(total) {
    const speed = this.speed;
    return speed ? (total - this.#samples.at(-1).done) / speed : null;
  }

  /** Speed and time left as texts, as far as they are known. */
  describe(total) {
    const { speed } = this;
    const secondsLeft = this.secondsLeft(total);
    const texts = [];
    if (speed) texts.push(`${format.bytes(Math.round(speed))}/s`);
    if (secondsLeft) texts.push(`${format.seconds(secondsLeft)} left`);
    return texts;
  }
}

/** Shows the progress of an upload: step, bar and numbers. */
export class ProgressView {
  #parts;
  #steps;
  #showsChecking = false;
  #rate = new TransferRate();
  #updatedAt = -Infinity;
  #done = 0;
  /** Whether the number of bytes in the store is known. */
  #sending = false;
  #movedAt = performance.now();
  /** Whether the headline says that the upload waits. */
  #waits = false;

  /** @param parts the card's elements {bar, headline, numbers} */
  constructor(parts, steps) {
    this.#parts = parts;
    this.#steps = [...steps];
  }

  showStep({ phase, bytes }, headline) {
    // A paused upload stays at its step, and so does one that is being cancelled.
    if (STEPS.includes(phase) || phase === "waiting") this.#markSteps(phase);
    this.#waits = false;
    this.#parts.numbers.textContent = "";
    this.#sending ||= phase === "uploading";
    if (phase === "paused" && this.#sending) {
      this.#showStored(bytes, headline);
    } else {
      this.#resetBar(phase);
      this.#parts.headline.textContent = headline;
    }
    this.#restart();
  }

  showBytes({ bytes, phase }, headline) {
    if (this.#waits) this.#showHeadline(headline);
    if (!MEASURED_PHASES.includes(phase)) return;
    const done = phase === "checking" ? bytes.checked : bytes.sent;
    const total = phase === "checking" ? bytes.toCheck : bytes.total;
    if (done === 0) this.#restart();
    if (done !== this.#done) this.#movedAt = performance.now();
    this.#done = done;
    this.#rate.record(done);
    const share = total ? done / total : 0;
    this.#parts.bar.value = share;
    const now = performance.now();
    if (done < total && now - this.#updatedAt < UPDATE_INTERVAL) return;
    this.#updatedAt = now;
    const allSent = phase === "uploading" && done === total;
    this.#parts.headline.textContent = allSent ? "Sent. Waiting for the store" : `${headline}, ${format.percent(share)}`;
    const size = `${format.bytes(done)} of ${format.bytes(total)}`;
    this.#parts.numbers.textContent = [size, ...this.#rate.describe(total)].join(" · ");
  }

  /** Shows that the upload waits for other ones. */
  showWaiting(headline) {
    this.#restart();
    this.#showHeadline(headline);
    this.#waits = true;
  }

  /** Shows that nothing is being sent. Call this every second or so, because no event fires then. */
  showStall(upload, headline) {
    if (this.#waits) this.showBytes(upload, headline);
    const { phase } = upload;
    const stalledFor = performance.now() - this.#movedAt;
    if (phase === "uploading" && stalledFor > STALLED_AFTER) {
      this.#parts.numbers.textContent = `No progress for ${format.seconds(stalledFor / 1000)}`;
    }
  }

  /** Shows that the upload waits for its next attempt; returns the text to announce. Call this every second or so. */
  showPending(nextAttempt, phase) {
    this.#restart();
    const { offline, problem, attempt, endsAt } = nextAttempt;
    if (offline) return this.#showOffline(phase);
    const reason = RETRY_REASONS[problem.code] ?? "The server is busy";
    this.#parts.headline.textContent = `${reason}. Next attempt in ${format.seconds(Math.max(0, endsAt - performance.now()) / 1000)}`;
    this.#parts.numbers.textContent = `retry ${attempt}`;
    this.#waits = true;
    return `${reason}. Trying again`;
  }

  #showOffline(phase) {
    const continuation = phase === "cancelling" ? "is cancelled" : "continues";
    this.#showHeadline(`No network. The upload ${continuation} when the connection is back`);
    this.#waits = true;
    return "No network";
  }

  #showHeadline(headline) {
    this.#waits = false;
    this.#parts.headline.textContent = headline;
    this.#parts.numbers.textContent = "";
  }

  #markSteps(phase) {
    const current = STEPS.indexOf(phase);
    this.#showsChecking ||= phase === "checking";
    for (const item of this.#steps) {
      const index = STEPS.indexOf(item.dataset.step);
      item.hidden = item.dataset.step === "checking" && !this.#showsChecking;
      item.toggleAttribute("data-done", index < current);
      item.ariaCurrent = index === current ? "step" : null;
    }
  }

  // What was sent but not acknowledged is sent again after the pause, so it doesn't count.
  #showStored({ stored, total }, headline) {
    this.#parts.bar.value = stored / total;
    this.#parts.headline.textContent = `${headline}, ${format.percent(stored / total)}`;
    this.#parts.numbers.textContent = `${format.bytes(stored)} of ${format.bytes(total)} stored`;
  }

  // A bar without a value is animated. A paused upload keeps the value that it has, and so does a bar that can't move.
  #resetBar(phase) {
    const { bar } = this.#parts;
    const isStill = phase === "confirming" && matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (phase !== "paused" && !isStill) bar.removeAttribute("value");
    if (phase === "waiting" || (phase === "paused" && bar.position < 0)) bar.value = 0;
  }

  #restart() {
    this.#movedAt = performance.now();
    this.#rate = new TransferRate();
    this.#updatedAt = -Infinity;
  }
}
