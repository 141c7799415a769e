import { format } from "../web/format.js";
import { basePath } from "../web/json.js";
import { DetailsForm } from "./details.js";
import { problemMessage } from "./messages.js";
import { ProgressView } from "./progress.js";

const HEADLINES = {
  waiting: "Waiting for other files",
  checking: "Checking the file",
  asking: "Getting a URL",
  uploading: "Uploading",
  confirming: "Confirming",
  paused: "Paused",
};

/** Tone, icon and text of each outcome. */
const OUTCOMES = {
  ready: ["", "info", "Not started. Nothing was sent."],
  done: ["good", "ready", "Uploaded."],
  rejected: ["bad", "rejected", "Uploaded, but rejected."],
  stored: ["busy", "processing", "Uploaded. The video appears when the store's notification arrives."],
  failed: ["bad", "alert", ""],
  cancelled: ["", "info", "Cancelled. Nothing was kept."],
};
const VISIBILITIES = {
  private: "Only you and administrators can see it.",
  unlisted: "Everybody who has the link can see it.",
  public: "Everybody can see it.",
};
const PROCESSING = "Its format is still being checked.";

/** A file that is unreadable or has changed can't be retried; it must be chosen again. */
const CHOOSE_AGAIN_CODES = ["file-unreadable", "file-changed"];
const RETRYABLE_PHASES = ["ready", "failed", "cancelled"];

/** Shows one upload, with buttons that control it. */
export class UploadCard {
  #upload;
  #path;
  #plan;
  #announce;
  #article;
  #parts;
  #progress;
  #announced = null;

  /**
   * @param path of the file, with its folder if it came in one
   * @param plan what will happen to the file, in a few words
   * @param announce has a text read out by screen readers
   * @param on {moveToFront, remove}: called when the user presses the button
   */
  constructor(upload, { template, path, plan, announce, on }) {
    this.#upload = upload;
    this.#path = path;
    this.#plan = plan;
    this.#announce = announce;
    this.element = template.content.cloneNode(true).firstElementChild;
    this.#article = this.element.querySelector("article");
    const named = [...this.element.querySelectorAll("[data-part], [data-action]")];
    this.#parts = Object.fromEntries(named.map((part) => [part.dataset.part ?? part.dataset.action, part]));
    this.#progress = new ProgressView(this.#parts, this.element.querySelectorAll("[data-step]"));
    new DetailsForm(upload, this.#parts, { onTitle: () => this.#showNames(), onSaved: () => this.#refreshOutcome() });
    this.#parts.bar.ariaLabel = `Progress of ${upload.file.name}`;
    this.#article.ariaLabel = upload.file.name;
    this.#listen(on);
    this.#showPhase();
  }

  /** Call this every second or so. */
  tick() {
    if (this.#upload.active && !this.#upload.pending) this.#progress.showStall(this.#upload);
  }

  #listen({ moveToFront, remove }) {
    const { pause, resume, cancel, retry, dismiss } = this.#parts;
    this.#parts["move-to-front"].addEventListener("click", moveToFront);
    this.#parts["retry-now"].addEventListener("click", () => this.#upload.retryNow());
    pause.addEventListener("click", () => this.#upload.pause());
    resume.addEventListener("click", () => this.#upload.resume());
    cancel.addEventListener("click", () => this.#cancel());
    retry.addEventListener("click", () => this.#upload.start());
    dismiss.addEventListener("click", remove);
    this.#upload.addEventListener("phase", () => this.#announceOnce(this.#showPhase()));
    this.#upload.addEventListener("progress", () => this.#showProgress());
  }

  // aria-disabled instead of disabled: a disabled button would lose the focus.
  #cancel() {
    const { cancel } = this.#parts;
    if (cancel.ariaDisabled) return;
    cancel.ariaDisabled = "true";
    this.#upload.cancel();
  }

  /** Returns the text of the outcome; null while the upload hasn't ended. */
  #showPhase() {
    const { phase, active } = this.#upload;
    const focused = this.element.contains(document.activeElement) ? document.activeElement : null;
    const { progress, pause, resume, cancel, result } = this.#parts;
    const running = active || phase === "paused";
    this.#article.dataset.phase = phase;
    progress.hidden = !running;
    cancel.hidden = !running;
    this.#parts["move-to-front"].hidden = phase !== "waiting";
    pause.hidden = !active || phase === "confirming";
    resume.hidden = phase !== "paused";
    if (!running) cancel.ariaDisabled = null;
    result.hidden = running;
    this.#showNames();
    if (running) this.#progress.showStep(this.#upload, HEADLINES[phase]);
    const outcome = running ? null : this.#showOutcome();
    if (focused?.closest("[hidden]")) this.#focusVisibleButton();
    return outcome;
  }

  // The outcome mentions the visibility.
  #refreshOutcome() {
    if (!this.#parts.result.hidden) this.#showOutcome();
  }

  #showNames() {
    const { file, title } = this.#upload;
    this.#parts.name.textContent = title.trim() || file.name;
    this.#parts["file-facts"].textContent = `${this.#path} · ${format.bytes(file.size)}`;
    this.#parts["plan-text"].textContent = ` · ${this.#plan}`;
  }

  /** Returns the text shown. */
  #showOutcome() {
    const { phase, problem, video, id } = this.#upload;
    const [tone, icon, outcomeText] = OUTCOMES[phase];
    const text = problem ? problemMessage(problem) : [outcomeText, videoText(this.#upload)].filter(Boolean).join(" ");
    const { outcome, facts, link, login, retry } = this.#parts;
    outcome.className = `notice ${tone}`;
    const shown = outcome.querySelector("use");
    shown.setAttribute("href", shown.getAttribute("href").replace(/#.*/, `#${icon}`));
    this.#parts["outcome-text"].textContent = text;
    facts.hidden = !video;
    if (video) this.#showFacts(video);
    link.hidden = !video && phase !== "stored";
    link.href = `${basePath}/videos/${video?.id ?? id}`;
    login.hidden = problem?.code !== "unauthenticated";
    retry.hidden = !RETRYABLE_PHASES.includes(phase) || CHOOSE_AGAIN_CODES.includes(problem?.code);
    return text;
  }

  #showFacts({ size, format: { container, mediaType }, location }) {
    this.#parts.size.value = size;
    this.#parts.size.textContent = format.bytes(size);
    this.#parts.exact.textContent = format.exactBytes(size);
    this.#parts.format.textContent = container ? `${format.container(container)} (${mediaType})` : (mediaType ?? "Unknown");
    this.#parts.location.textContent = location.uri;
    this.#parts.location.nextElementSibling.dataset.copy = location.uri;
  }

  #showProgress() {
    const { active, pending, phase } = this.#upload;
    if (!active) return;
    this.#parts["retry-now"].hidden = !pending;
    if (pending) return this.#announceOnce(this.#progress.showPending(pending));
    this.#progress.showBytes(this.#upload, HEADLINES[phase]);
  }

  // A series of retries would announce the same text again and again.
  #announceOnce(text) {
    if (text && text !== this.#announced) this.#announce(`${this.#upload.file.name}: ${text}`);
    this.#announced = text;
  }

  #focusVisibleButton() {
    const { pause, resume, cancel, link, retry, dismiss } = this.#parts;
    const isVisible = (button) => !button.hidden && !button.closest("[hidden]");
    [pause, resume, cancel, link, retry, dismiss].find(isVisible).focus();
  }
}

function videoText({ video, visibility }) {
  if (!video) return null;
  if (video.status === "PROCESSING") return PROCESSING;
  // The user may have changed the visibility since the server described the video.
  return video.rejectionText ?? VISIBILITIES[visibility ?? video.visibility];
}
