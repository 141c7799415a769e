import { format } from "../../web/format.js";
import { basePath } from "../../web/json.js";
import { problemMessage } from "../../uploads/messages.js";
import { describeProblem } from "./describeProblem.js";
import { layOut } from "./timeline.js";

const PHASES = {
  ready: "Not started. Nothing was sent.",
  waiting: "Waiting for other uploads",
  checking: "Checking the file",
  preparing: "Opening the upload",
  uploading: "Uploading",
  confirming: "Completing the upload",
  cancelling: "Cancelling",
  processing: "Uploaded. Checking the video…",
  done: "Uploaded",
  rejected: "Uploaded, but rejected",
  deleted: "Uploaded. The video was deleted while it was being checked",
  stored: "Uploaded. Waiting for the catalogue row",
  failed: "Failed",
  cancelled: "Cancelled. The uploaded data was deleted.",
};
/** The browser has sent all bytes, but no completion. */
const WITHHELD = {
  put: "The browser doesn’t complete the upload. The row waits for the notification or a reconciliation.",
  multipart: "The browser doesn’t complete the upload. The parts don’t form an object yet, so the store sends no notification. The application completes the upload about a day later.",
};
const LANE_NAMES = { browser: "Browser", store: "Store", notification: "Notification", catalogue: "Catalogue row" };

/** Shows one run: its state, a diagram with a lane for each part of the system, and the same as a list. */
export class RunView {
  #run;
  #parts;
  #drawn = "";

  /** @param on {restart, cancel, remove}: called when the user presses the button */
  constructor(run, { template, title, announce, on }) {
    this.#run = run;
    this.element = template.content.cloneNode(true).firstElementChild;
    const named = [...this.element.querySelectorAll("[data-part], [data-action]")];
    this.#parts = Object.fromEntries(named.map((part) => [part.dataset.part ?? part.dataset.action, part]));
    this.#parts.name.textContent = run.file.name;
    this.#parts.fault.textContent = title;
    const { retry } = this.#parts;
    retry.addEventListener("click", () => run.upload.retryNow());
    for (const [action, handle] of Object.entries(on)) this.#parts[action].addEventListener("click", () => this.#act(this.#parts[action], handle));
    for (const button of [retry, ...this.#actions]) button.ariaLabel = `${button.textContent.trim()} ${format.isolated(run.file.name)}`;
    run.upload.addEventListener("phase", () => announce(`${format.isolated(run.file.name)}: ${this.#headline()}`));
    run.addEventListener("change", () => this.draw());
    this.draw();
  }

  draw() {
    const { upload, awaitsOtherSignal, cancellable, video, deleted } = this.#run;
    const { headline, retry, restart, cancel, remove } = this.#parts;
    headline.textContent = this.#headline();
    const focused = [retry, ...this.#actions].find((button) => button === document.activeElement);
    retry.hidden = !upload.pending || awaitsOtherSignal;
    restart.hidden = upload.phase !== "failed" || awaitsOtherSignal;
    cancel.hidden = !cancellable;
    remove.hidden = !video || deleted;
    // A hidden button would lose the focus to the page.
    if (focused?.hidden) this.element.focus();
    this.#showResult();
    this.#drawTimeline();
  }

  get #actions() {
    const { restart, cancel, remove } = this.#parts;
    return [restart, cancel, remove];
  }

  // aria-disabled instead of disabled: a disabled button would lose the focus.
  async #act(button, handle) {
    if (button.ariaDisabled) return;
    button.ariaDisabled = "true";
    await handle();
    button.ariaDisabled = null;
    this.draw();
  }

  #headline() {
    if (this.#run.deleted) return "Uploaded. The video was deleted here.";
    const { phase, pending, problem, bytes, serverState, cancelFailed, cancelledTooLate } = this.#run.upload;
    if (this.#run.awaitsOtherSignal) return WITHHELD[serverState.method];
    if (phase === "stored" && this.#run.video) return PHASES.done;
    if (pending) return pending.offline ? "Offline" : `${describeProblem(pending.problem)}: next attempt in ${format.seconds(pending.delay / 1000)}`;
    if (cancelFailed) return `Not cancelled. ${problemMessage(problem)}`;
    if (problem) return `${PHASES[phase]}. ${problemMessage(problem)}`;
    if (cancelledTooLate) return `It was too late to cancel. ${PHASES[phase]}`;
    return phase === "uploading" ? `Uploading, ${format.percent(bytes.sent / bytes.total)}` : PHASES[phase];
  }

  #showResult() {
    const { video, storedBy, comparison, timeline, deleted } = this.#run;
    const { result, ready, rejected, by, equal, attempts, link } = this.#parts;
    result.hidden = !video;
    if (!video) return;
    ready.hidden = video.status !== "READY";
    rejected.hidden = video.status !== "REJECTED";
    by.textContent = storedBy;
    equal.textContent = comparison ?? "being compared";
    const puts = timeline.entries.filter(({ lane, text }) => lane === "browser" && text.startsWith("PUT"));
    attempts.textContent = `${puts.length}, of which ${puts.filter(({ tone }) => tone === "bad").length} failed`;
    link.href = `${basePath}/videos/${video.id}`;
    link.hidden = deleted;
    link.nextElementSibling.hidden = !deleted;
  }

  #drawTimeline() {
    const { timeline, shownUntil } = this.#run;
    const { span, fault, lanes } = layOut(timeline, shownUntil);
    for (const { lane, marks } of lanes) {
      const track = this.#parts[`track-${lane}`];
      track.replaceChildren(...(fault ? [createBar("window", fault)] : []), ...marks.map((mark) => createBar(`mark ${mark.tone}`, mark)));
    }
    this.#parts.middle.textContent = format.millis(span / 2);
    this.#parts.end.textContent = format.millis(span);
    this.#drawList(timeline, shownUntil);
  }

  // The list is replaced only when it differs, so that a selection in it stays.
  #drawList({ entries, fault }, shownUntil) {
    const items = entries.map(({ lane, tone, text, start, end }) => ({ at: start, lane: LANE_NAMES[lane], tone, text: end > start + 1 ? `${text}, ${format.millis(end - start)}` : text }));
    if (fault) items.push({ at: fault.start, lane: "Fault", tone: "info", text: fault.title });
    if (fault && fault.end > fault.start && fault.end < shownUntil) items.push({ at: fault.end, lane: "Fault", tone: "info", text: `${fault.title}: over` });
    items.sort((one, other) => one.at - other.at);
    const text = JSON.stringify(items);
    if (text === this.#drawn) return;
    this.#drawn = text;
    this.#parts.events.replaceChildren(...items.map(createItem));
  }
}

function createBar(className, { from, length }) {
  const bar = document.createElement("span");
  bar.className = className;
  bar.style.setProperty("--from", `${from}%`);
  bar.style.setProperty("--length", `${length}%`);
  return bar;
}

function createItem({ at, lane, tone, text }) {
  const item = document.createElement("li");
  item.className = tone;
  const parts = { time: `+${(at / 1000).toFixed(2)} s`, lane, text };
  item.append(...Object.entries(parts).map(([name, value]) => Object.assign(document.createElement("span"), { className: `event-${name}`, textContent: value })));
  return item;
}
