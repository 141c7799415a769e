import { format } from "../web/format.js";
import { Rate } from "./rate.js";

const STEPS = ["checking", "asking", "uploading", "confirming"];
/** Milliseconds between changes of the numbers, which could not be read any faster. */
const BETWEEN_NUMBERS = 250;
const TROUBLES = { "connection-lost": "Connection lost", "store-busy": "The store is busy" };

/** Shows how far an Upload is: the step, the bar, the numbers. */
export class Progress {
  #parts;
  #steps;
  #rate = new Rate();
  #numbersAt = 0;

  /** @param parts {bar, headline, numbers} */
  constructor(parts, steps) {
    this.#parts = parts;
    this.#steps = [...steps];
  }

  showStep({ phase, checked }, headline) {
    const current = STEPS.indexOf(phase);
    for (const item of this.#steps) {
      const index = STEPS.indexOf(item.dataset.step);
      item.hidden = item.dataset.step === "checking" && !checked;
      item.toggleAttribute("data-done", index < current);
      item.ariaCurrent = index === current ? "step" : null;
    }
    this.#parts.bar.removeAttribute("value");
    if (phase === "waiting") this.#parts.bar.value = 0;
    this.#parts.headline.textContent = headline;
    this.#parts.numbers.textContent = "";
    this.#restart();
  }

  showBytes({ done, file, phase }, headline) {
    if (done === 0) this.#restart();
    this.#rate.record(done);
    this.#parts.bar.value = done / file.size;
    const now = performance.now();
    if (done < file.size && now - this.#numbersAt < BETWEEN_NUMBERS) return;
    this.#numbersAt = now;
    const sent = phase === "uploading" && done === file.size;
    const share = `${headline}, ${format.percent(done / file.size)}`;
    this.#parts.headline.textContent = sent ? "All sent; the store has yet to answer" : share;
    this.#parts.numbers.textContent = this.#numbers(done, file.size);
  }

  /** Says that a step is waiting for its next try; answers what to read out. */
  showPending({ problem, delay, attempt, of }) {
    const trouble = TROUBLES[problem.code] ?? "The server is busy";
    this.#parts.headline.textContent = `${trouble}; next try in ${format.seconds(delay / 1000)}`;
    this.#parts.numbers.textContent = `retry ${attempt} of ${of}`;
    return `${trouble}, trying again`;
  }

  #restart() {
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
