import { format } from "../web/format.js";
import { TransferRate } from "./progress.js";

/** Milliseconds between updates of the numbers. */
const UPDATE_INTERVAL = 250;

/** Shows the totals of all files, with buttons that act on all of them. */
export class TotalsView {
  #queue;
  #elements;
  #focusAfterClearing;
  #now;
  #rate;
  #updatedAt = 0;

  /**
   * @param elements {counts, bar, share, numbers, total, pauseAll, resumeAll, retryFailed, removeFailed, cancelAll, confirmCancel, clear}
   * @param announce has a text read out by screen readers
   * @param focusAfterClearing moves the focus to what is left, or away from buttons that are hidden
   * @param onFailedRemoved called when failed uploads were removed, which the server may keep
   * @param now returns milliseconds from a monotonic clock
   */
  constructor(queue, elements, { announce, focusAfterClearing = () => {}, onFailedRemoved = () => {}, now = () => performance.now() }) {
    this.#queue = queue;
    this.#elements = elements;
    this.#focusAfterClearing = focusAfterClearing;
    this.#now = now;
    this.#rate = new TransferRate(now);
    const { pauseAll, resumeAll, retryFailed, removeFailed, cancelAll, confirmCancel, clear } = elements;
    const listen = (button, action, opposite) => button.addEventListener("click", () => this.#runAction(action, opposite));
    listen(pauseAll, () => announce(`${files(queue.pauseAll())} paused`), resumeAll);
    listen(resumeAll, () => announce(`${files(queue.resumeAll())} resumed`), pauseAll);
    listen(retryFailed, () => announce(`Retrying ${files(queue.retryFailed())}`), pauseAll);
    const listenToRemoval = (button, remove) =>
      button.addEventListener("click", () => {
        announce(`${files(remove())} removed from the list`);
        // The pressed button is hidden now.
        focusAfterClearing();
      });
    listenToRemoval(clear, () => queue.removeFinished());
    listenToRemoval(removeFailed, () => {
      const count = queue.removeFailed();
      onFailedRemoved();
      return count;
    });
    confirmCancel.addEventListener("click", () => this.#closeQuestion(() => announce(`Cancelling ${files(queue.cancelAll())}`)));
    cancelAll.addEventListener("keydown", ({ key }) => key === "Escape" && cancelAll.open && this.#closeQuestion());
    queue.addEventListener("change", () => this.#showCounts());
    queue.addEventListener("progress", () => this.#showBytes());
    this.#showCounts();
  }

  // The pressed button may be hidden now, so the focus moves to its opposite.
  #runAction(action, opposite) {
    action();
    if (!opposite.hidden) opposite.focus();
  }

  #closeQuestion(action = () => {}) {
    const { cancelAll } = this.#elements;
    cancelAll.querySelector("summary").focus();
    cancelAll.open = false;
    action();
  }

  #showCounts() {
    const { all, active, paused, failed, done, processing, rejected, deleted, cancelled, finished } = this.#queue.counts;
    const { counts, total, pauseAll, resumeAll, retryFailed, removeFailed, cancelAll, clear } = this.#elements;
    const texts = [files(all)];
    if (done > 0) texts.push(`${done} done`);
    if (processing > 0) texts.push(`${processing} being checked`);
    if (rejected > 0) texts.push(`${rejected} rejected`);
    if (deleted > 0) texts.push(`${deleted} deleted`);
    if (paused > 0) texts.push(`${paused} paused`);
    if (failed > 0) texts.push(`${failed} failed`);
    if (cancelled > 0) texts.push(`${cancelled} cancelled`);
    counts.textContent = texts.join(" · ");
    const several = all > 1;
    const buttons = [pauseAll, resumeAll, retryFailed];
    const focused = [...buttons, cancelAll].find((element) => element.contains(document.activeElement));
    pauseAll.hidden = !several || active === 0;
    resumeAll.hidden = !several || paused === 0;
    retryFailed.hidden = removeFailed.hidden = failed < 2;
    cancelAll.hidden = !several || active + paused === 0;
    if (cancelAll.hidden) cancelAll.open = false;
    clear.hidden = !several || finished === 0;
    total.hidden = !several || finished === all;
    // A hidden button would lose the focus to the page.
    if (focused?.hidden) this.#moveFocus(buttons.find(({ hidden }) => !hidden));
    if (active === 0) this.#rate = new TransferRate(this.#now);
    this.#updatedAt = 0;
    this.#showBytes();
  }

  #moveFocus(button) {
    if (button) button.focus();
    else this.#focusAfterClearing();
  }

  #showBytes() {
    const now = this.#now();
    if (now - this.#updatedAt < UPDATE_INTERVAL) return;
    this.#updatedAt = now;
    const { sent, sentHere, total, left } = this.#queue.bytes;
    const { bar, share, numbers } = this.#elements;
    // What the store already has takes no time.
    this.#rate.record(sentHere);
    bar.value = total ? sent / total : 0;
    share.textContent = format.percent(total ? sent / total : 0);
    const size = `${format.bytes(sent)} of ${format.bytes(total)}`;
    numbers.textContent = [size, ...this.#rate.describe(sentHere + left)].join(" · ");
  }
}

function files(count) {
  return count === 1 ? "1 file" : `${count} files`;
}
