import { format } from "../web/format.js";
import { Rate } from "./rate.js";

/** Milliseconds between changes of the numbers. */
const BETWEEN = 250;

/** Shows what all files come to together, and offers what can be done with all of them. */
export class Total {
  #queue;
  #elements;
  #rate = new Rate();
  #shownAt = 0;

  /** @param elements by their id in the page: counts, bar, share, numbers, total, pauseAll, resumeAll, retryFailed, clear */
  constructor(queue, elements) {
    this.#queue = queue;
    this.#elements = elements;
    const { pauseAll, resumeAll, retryFailed, clear } = elements;
    pauseAll.addEventListener("click", () => this.#press(() => queue.pauseAll(), resumeAll));
    resumeAll.addEventListener("click", () => this.#press(() => queue.resumeAll(), pauseAll));
    retryFailed.addEventListener("click", () => this.#press(() => queue.retryFailed(), pauseAll));
    clear.addEventListener("click", () => queue.removeFinished());
    queue.addEventListener("change", () => this.#showCounts());
    queue.addEventListener("progress", () => this.#showBytes());
    this.#showCounts();
  }

  // The button that was pressed may be gone: its opposite takes the focus.
  #press(action, opposite) {
    action();
    if (!opposite.hidden) opposite.focus();
  }

  #showCounts() {
    const { all, active, paused, failed, done, rejected, over } = this.#queue.counts;
    const { counts, total, pauseAll, resumeAll, retryFailed, clear } = this.#elements;
    const parts = [all === 1 ? "1 file" : `${all} files`];
    if (done > 0) parts.push(`${done} done`);
    if (rejected > 0) parts.push(`${rejected} rejected`);
    if (paused > 0) parts.push(`${paused} paused`);
    if (failed > 0) parts.push(`${failed} failed`);
    counts.textContent = parts.join(" · ");
    const several = all > 1;
    pauseAll.hidden = !several || active === 0;
    resumeAll.hidden = !several || paused === 0;
    retryFailed.hidden = failed < 2;
    clear.hidden = !several || over === 0;
    total.hidden = !several || over === all;
    if (active === 0) this.#rate = new Rate();
    this.#shownAt = 0;
    this.#showBytes();
  }

  #showBytes() {
    const now = performance.now();
    if (now - this.#shownAt < BETWEEN) return;
    this.#shownAt = now;
    const { sent, stored, total } = this.#queue.bytes;
    const { bar, share, numbers } = this.#elements;
    this.#rate.record(sent);
    bar.value = total ? sent / total : 0;
    share.textContent = format.percent(total ? sent / total : 0);
    const { speed } = this.#rate;
    const left = this.#rate.secondsLeft(total);
    const words = [`${format.bytes(stored)} of ${format.bytes(total)} in the store`];
    if (speed) words.push(`${format.bytes(Math.round(speed))}/s`);
    if (left) words.push(`${format.seconds(left)} left`);
    numbers.textContent = words.join(" · ");
  }
}
