import { format } from "../web/format.js";
import { basePath } from "../web/json.js";
import { DetailsForm } from "./details.js";
import { ExchangeView } from "./exchangeView.js";
import { OutcomeView } from "./outcome.js";
import { ProgressView } from "./progress.js";
import { SharingView } from "./sharing.js";

const HEADLINES = {
  waiting: "Waiting for other files",
  checking: "Checking the file",
  preparing: "Getting a URL",
  uploading: "Uploading",
  confirming: "Completing",
  paused: "Paused",
  cancelling: "Cancelling",
};
/** Shown while requests of other files use the connection. */
const OUTRANKED = HEADLINES.waiting;
const UNENDED_PHASES = ["paused", "cancelling"];
/** Buttons that name their file for screen readers, because every card has them. */
const NAMED_ACTIONS = ["move-to-front", "pause", "resume", "cancel", "confirm-cancel", "keep", "retry-now", "dismiss", "create-share"];

/** Shows one upload, with buttons that control it. */
export class UploadCard {
  #upload;
  #path;
  #plan;
  #resumes;
  #announce;
  #article;
  #parts;
  #progress;
  #outcome;
  #exchange;
  #sharing;
  #details;
  #announced = null;

  /**
   * @param recorder of what the upload exchanges with the servers
   * @param path of the file, with its folder if it came in one
   * @param plan what will happen to the file, in a few words
   * @param resumes whether the store may have a part of the file already
   * @param announce has a text read out by screen readers
   * @param on {moveToFront, remove, chooseAgain}: called when the user presses the button; the last gets {file, path}
   */
  constructor(upload, { recorder, template, path, plan, resumes, announce, on }) {
    this.#upload = upload;
    this.#resumes = resumes;
    this.#path = path;
    this.#plan = plan;
    this.#announce = announce;
    this.element = template.content.cloneNode(true).firstElementChild;
    this.#article = this.element.querySelector("article");
    const named = [...this.element.querySelectorAll("[data-part], [data-action]")];
    this.#parts = Object.fromEntries(named.map((part) => [part.dataset.part ?? part.dataset.action, part]));
    this.#progress = new ProgressView(this.#parts, this.element.querySelectorAll("[data-step]"));
    this.#outcome = new OutcomeView(this.#parts);
    this.#exchange = new ExchangeView(recorder, upload, this.#parts);
    this.#sharing = new SharingView(upload, this.#parts, { announce: (text) => this.#say(text) });
    this.#details = new DetailsForm(upload, this.#parts, {
      onTitle: () => this.#showNames(),
      onSaved: () => this.#refreshVisibility(),
      announce: (text) => this.#say(text),
    });
    this.#labelControls();
    this.#listen(on);
    this.#showPhase();
  }

  /** Call this every second or so. */
  tick() {
    const { active, outranked, phase } = this.#upload;
    if (this.#waitsForRetry) this.#showProgress();
    else if (outranked) this.#progress.showWaiting(OUTRANKED);
    else if (active) this.#progress.showStall(this.#upload, HEADLINES[phase]);
    this.#showMoveToFront();
    this.#exchange.refresh();
  }

  /** Shows that the file which the user has chosen again is being compared. */
  showComparison() {
    this.#outcome.showText("Comparing the file…");
  }

  /** Shows why that file can't continue the upload. */
  refuseFile(text) {
    this.#outcome.showText(text);
    this.#say(text);
  }

  /** Shows that the user has already made a video of this file. */
  showStoredCopy({ id, title }) {
    const { copy, "copy-link": link } = this.#parts;
    link.href = `${basePath}/videos/${id}`;
    link.firstElementChild.textContent = title;
    copy.hidden = false;
    this.#say(copy.textContent.trim());
  }

  /** The title of the file if the user chooses no other one. */
  get fileTitle() {
    const { name } = this.#upload.file;
    return name.replace(/\.[^.]+$/, "") || name;
  }

  /** Sets title, description, visibility or tags as if the user had entered them. Resolves with whether they are saved. */
  setDetails(details) {
    return this.#details.set(details);
  }

  /** The details that the server has, with undefined ones if that isn't known. */
  get savedDetails() {
    return this.#details.saved;
  }

  /** Saves details that were just typed. The card is no longer shown. */
  close() {
    this.#details.close();
  }

  /** Where a picture of the file belongs. */
  get preview() {
    return this.#parts.preview;
  }

  /** Moves the focus to the first button. */
  focus() {
    const { pause, resume, cancel, link, retry, file, dismiss } = this.#parts;
    const isVisible = (button) => !button.hidden && !button.closest("[hidden]");
    [pause, resume, cancel, link, retry, file, dismiss].find(isVisible).focus();
  }

  #labelControls() {
    const { name } = this.#upload.file;
    const isolatedName = format.isolated(name);
    this.#article.ariaLabel = name;
    this.#parts.bar.ariaLabel = `Progress of ${isolatedName}`;
    this.#parts.file.ariaLabel = `Choose the file again ${isolatedName}`;
    this.#parts.question.ariaLabel = `Cancel ${isolatedName}?`;
    const buttons = [...NAMED_ACTIONS.map((action) => this.#parts[action]), ...this.element.querySelectorAll("summary")];
    for (const button of buttons) {
      button.ariaLabel = `${button.textContent.trim()} ${isolatedName}`;
    }
  }

  #listen({ moveToFront, remove, chooseAgain }) {
    const { pause, resume, cancel, keep, question, retry, file, dismiss } = this.#parts;
    this.#parts["move-to-front"].addEventListener("click", moveToFront);
    this.#parts["retry-now"].addEventListener("click", () => this.#upload.retryNow());
    pause.addEventListener("click", () => this.#pause());
    resume.addEventListener("click", () => this.#resume());
    cancel.addEventListener("click", () => this.#askOrCancel());
    this.#parts["confirm-cancel"].addEventListener("click", () => this.#cancel());
    keep.addEventListener("click", () => this.#closeQuestion());
    question.addEventListener("keydown", ({ key }) => key === "Escape" && this.#closeQuestion());
    retry.addEventListener("click", () => this.#upload.retry());
    file.addEventListener("change", () => this.#chooseAgain(chooseAgain));
    dismiss.addEventListener("click", remove);
    this.#upload.addEventListener("phase", () => this.#announceOnce(this.#showPhase()));
    this.#upload.addEventListener("progress", () => this.#showProgress());
  }

  #pause() {
    this.#upload.pause();
    if (this.#upload.phase === "paused") this.#say(this.#parts.headline.textContent);
  }

  #resume() {
    this.#upload.resume();
    if (this.#upload.active) this.#say("Resumed");
  }

  // Asks only if there is something to lose.
  #askOrCancel() {
    const { cancel, question, keep } = this.#parts;
    if (cancel.ariaDisabled) return;
    const { id, bytes } = this.#upload;
    if (!id || (bytes.sent === 0 && !this.#resumes)) return this.#cancel();
    question.hidden = false;
    keep.focus();
  }

  #cancel() {
    this.#closeQuestion();
    this.#upload.cancel();
  }

  #closeQuestion() {
    const { question, cancel } = this.#parts;
    const focused = question.contains(document.activeElement);
    question.hidden = true;
    if (focused) cancel.focus();
  }

  #chooseAgain(chooseAgain) {
    const { file: input } = this.#parts;
    const [file] = input.files;
    input.value = "";
    if (file) chooseAgain({ file, path: file.name });
  }

  /** Returns the text of the outcome; null while the upload hasn't ended. */
  #showPhase() {
    const { phase, active, cancelledTooLate } = this.#upload;
    const focused = this.element.contains(document.activeElement) ? document.activeElement : null;
    const { progress, pause, resume, cancel, question, result } = this.#parts;
    const running = active || UNENDED_PHASES.includes(phase);
    this.#article.dataset.phase = phase;
    this.#article.toggleAttribute("data-cancelled-too-late", cancelledTooLate);
    progress.hidden = !running;
    cancel.hidden = !running;
    this.#showMoveToFront();
    pause.hidden = !active || phase === "confirming";
    resume.hidden = phase !== "paused";
    // Not disabled: a disabled button would lose the focus.
    cancel.ariaDisabled = phase === "cancelling" ? "true" : null;
    if (!running || phase === "cancelling") question.hidden = true;
    result.hidden = running;
    this.#showNames();
    if (running) this.#progress.showStep(this.#upload, HEADLINES[phase]);
    const outcome = running ? null : this.#outcome.show(this.#upload);
    this.#exchange.refresh();
    if (focused?.closest("[hidden]")) this.focus();
    return outcome;
  }

  // The outcome mentions the visibility, and the link depends on it.
  #refreshVisibility() {
    this.#sharing.refresh();
    if (!this.#parts.result.hidden) this.#outcome.show(this.#upload);
  }

  #showNames() {
    const { file, title } = this.#upload;
    this.#parts.name.textContent = title.trim() || file.name;
    this.#parts.path.textContent = this.#path;
    this.#parts["file-size"].textContent = ` · ${format.bytes(file.size)}`;
    this.#parts["plan-text"].textContent = ` · ${this.#plan}`;
  }

  // Not if other parts are being sent meanwhile.
  get #waitsForRetry() {
    const { active, pending, phase, sending } = this.#upload;
    return Boolean(pending) && !sending && (active || phase === "cancelling");
  }

  #showMoveToFront() {
    const { phase, outranked } = this.#upload;
    this.#setHidden("move-to-front", phase !== "waiting" && !outranked);
  }

  #showProgress() {
    const { pending, phase } = this.#upload;
    const waits = this.#waitsForRetry;
    this.#setHidden("retry-now", !waits);
    if (waits) this.#announceOnce(this.#progress.showPending(pending, phase));
    else this.#progress.showBytes(this.#upload, HEADLINES[phase]);
  }

  // A hidden button would lose the focus to the page.
  #setHidden(action, hidden) {
    const button = this.#parts[action];
    const focused = button === document.activeElement;
    button.hidden = hidden;
    if (focused && hidden) this.focus();
  }

  // A series of retries would announce the same text again and again.
  #announceOnce(text) {
    if (text && text !== this.#announced) this.#say(text);
    this.#announced = text;
  }

  #say(text) {
    this.#announce(`${format.isolated(this.#upload.file.name)}: ${text}`);
  }
}
