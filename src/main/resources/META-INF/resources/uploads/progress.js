import { format } from "../web/format.js";
import { Rate } from "./rate.js";

/** Phases that have numbers to show. */
const MEASURED = ["checking", "uploading"];
const STEPS = ["checking", "asking", "uploading", "confirming"];
/** Milliseconds between changes of the numbers, which could not be read any faster. */
const BETWEEN_NUMBERS = 250;
/** Milliseconds without a byte after which speed and time left would be lies. */
const STILL = 6_000;
const TROUBLES = {
  "connection-lost": "Connection lost",
  stalled: "Nothing moved any more",
  "store-busy": "The store is busy",
  "store-unavailable": "The store is away",
};

/** Shows how far an Upload is: the step, the bar, the numbers. */
export class Progress {
  #parts;
  #steps;
  #checks = false;
  #rate = new Rate();
  #numbersAt = 0;
  #done = 0;
  #movedAt = performance.now();

  /** @param parts {bar, headline, numbers} */
  constructor(parts, steps) {
    this.#parts = parts;
    this.#steps = [...steps];
  }

  showStep({ phase }, headline) {
    const current = STEPS.indexOf(phase);
    this.#checks ||= phase === "checking";
    for (const item of this.#steps) {
      const index = STEPS.indexOf(item.dataset.step);
      item.hidden = item.dataset.step === "checking" && !this.#checks;
      item.toggleAttribute("data-done", index < current);
      item.ariaCurrent = index === current ? "step" : null;
    }
    if (phase !== "paused") this.#parts.bar.removeAttribute("value");
    if (phase === "waiting") this.#parts.bar.value = 0;
    this.#parts.headline.textContent = headline;
    this.#parts.numbers.textContent = "";
    this.#restart();
  }

  showBytes({ bytes, phase }, headline) {
    if (!MEASURED.includes(phase)) return;
    const done = phase === "checking" ? bytes.checked : bytes.sent;
    const total = phase === "checking" ? bytes.toCheck : bytes.total;
    if (done === 0) this.#restart();
    if (done !== this.#done) this.#movedAt = performance.now();
    this.#done = done;
    this.#rate.record(done);
    this.#parts.bar.value = total ? done / total : 0;
    const now = performance.now();
    if (done < total && now - this.#numbersAt < BETWEEN_NUMBERS) return;
    this.#numbersAt = now;
    const sent = phase === "uploading" && done === total;
    const share = `${headline}, ${format.percent(total ? done / total : 0)}`;
    this.#parts.headline.textContent = sent ? "All sent; the store has yet to answer" : share;
    this.#parts.numbers.textContent = this.#numbers(done, total);
  }

  /** Says so when nothing moves; to be called now and then, since then nothing else happens either. */
  showStill({ phase }) {
    const still = performance.now() - this.#movedAt;
    if (phase === "uploading" && still > STILL) {
      this.#parts.numbers.textContent = `Nothing has moved for ${format.seconds(still / 1000)}`;
    }
  }

  /** Says that a step is waiting for its next try; answers what to read out. */
  showPending({ offline, problem, delay, attempt }) {
    this.#numbersAt = 0;
    if (offline) return this.#showOffline();
    const trouble = TROUBLES[problem.code] ?? "The server is busy";
    this.#parts.headline.textContent = `${trouble}; next try in ${format.seconds(delay / 1000)}`;
    this.#parts.numbers.textContent = `retry ${attempt}`;
    return `${trouble}, trying again`;
  }

  #showOffline() {
    this.#parts.headline.textContent = "No network; goes on by itself when it is back";
    this.#parts.numbers.textContent = "";
    return "No network";
  }

  #restart() {
    this.#movedAt = performance.now();
    this.#rate = new Rate();
    this.#numbersAt = 0;
  }

  #numbers(done, total) {
    const numbers = [`${format.bytes(done)} of ${format.bytes(total)}`];
    const { speed } = this.#rate;
    const left = this.#rate.secondsLeft(total);
    if (speed) numbers.push(`${format.bytes(Math.round(speed))}/s`);
    if (left) numbers.push(`${format.seconds(left)} left`);
    return numbers.join(" · ");
  }
}
