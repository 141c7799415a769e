import { format } from "../web/format.js";
import { DetailsForm } from "./detailsForm.js";
import { Outcome } from "./outcome.js";
import { Progress } from "./progress.js";

const HEADLINES = {
  waiting: "Waits for the files before it",
  checking: "Checking the bytes",
  asking: "Asking for a URL",
  uploading: "Uploading",
  confirming: "Confirming with the store",
  paused: "Paused",
};

/** Shows one Upload and passes on what the person asks of it. */
export class Card {
  #upload;
  #path;
  #sentence;
  #say;
  #article;
  #parts;
  #progress;
  #outcome;
  #told = null;

  /**
   * @param path of the file, where it came with its folder
   * @param sentence what is happening to the file
   * @param say reads a sentence out
   * @param on {first, remove}: what the page does when asked
   */
  constructor(upload, { template, path, sentence, say, on }) {
    this.#upload = upload;
    this.#path = path;
    this.#sentence = sentence;
    this.#say = say;
    this.element = template.content.cloneNode(true).firstElementChild;
    this.#article = this.element.querySelector("article");
    const named = [...this.element.querySelectorAll("[data-part], [data-action]")];
    this.#parts = Object.fromEntries(named.map((part) => [part.dataset.part ?? part.dataset.action, part]));
    this.#progress = new Progress(this.#parts, this.element.querySelectorAll("[data-step]"));
    this.#outcome = new Outcome(this.#parts);
    new DetailsForm(upload, this.#parts, { onTitle: () => this.#showNames() });
    this.#parts.bar.ariaLabel = `Progress of ${upload.file.name}`;
    this.#article.ariaLabel = upload.file.name;
    this.#listen(on);
    this.#showPhase();
  }

  /** To be called every second or so. */
  tick() {
    if (this.#upload.active && !this.#upload.pending) this.#progress.showStill(this.#upload);
  }

  #listen({ first, remove }) {
    const { pause, resume, cancel, now, retry, dismiss } = this.#parts;
    this.#parts.first.addEventListener("click", first);
    pause.addEventListener("click", () => this.#upload.pause());
    resume.addEventListener("click", () => this.#upload.resume());
    cancel.addEventListener("click", () => this.#cancel());
    now.addEventListener("click", () => this.#upload.retryNow());
    retry.addEventListener("click", () => this.#upload.start());
    dismiss.addEventListener("click", remove);
    this.#upload.addEventListener("phase", () => this.#tell(this.#showPhase()));
    this.#upload.addEventListener("progress", () => this.#showProgress());
  }

  // Not disabled in earnest: the focus would be lost, and with it the place on the page.
  #cancel() {
    const { cancel } = this.#parts;
    if (cancel.ariaDisabled) return;
    cancel.ariaDisabled = "true";
    this.#upload.cancel();
  }

  /** Answers what it ended with; null while it has not ended. */
  #showPhase() {
    const { phase, active } = this.#upload;
    const held = this.element.contains(document.activeElement) ? document.activeElement : null;
    const { first, progress, pause, resume, cancel, result } = this.#parts;
    const underWay = active || phase === "paused";
    this.#article.dataset.phase = phase;
    progress.hidden = !underWay;
    cancel.hidden = !underWay;
    first.hidden = phase !== "waiting";
    pause.hidden = !active || phase === "confirming";
    resume.hidden = phase !== "paused";
    if (!underWay) cancel.ariaDisabled = null;
    result.hidden = underWay;
    this.#showNames();
    if (underWay) this.#progress.showStep(this.#upload, HEADLINES[phase]);
    const end = underWay ? null : this.#outcome.show(this.#upload);
    if (held?.closest("[hidden]")) this.#keepFocus();
    return end;
  }

  #showNames() {
    const { file, title } = this.#upload;
    this.#parts.name.textContent = title.trim() || file.name;
    this.#parts.what.textContent = `${this.#path} · ${format.bytes(file.size)}`;
    this.#parts.way.textContent = ` · ${this.#sentence}`;
  }

  #showProgress() {
    const { active, pending, phase } = this.#upload;
    if (!active) return;
    this.#parts.now.hidden = !pending;
    if (pending) return this.#tell(this.#progress.showPending(pending));
    this.#progress.showBytes(this.#upload, HEADLINES[phase]);
  }

  // Once: what waits for its next try would say the same again and again.
  #tell(sentence) {
    if (sentence && sentence !== this.#told) this.#say(`${this.#upload.file.name}: ${sentence}`);
    this.#told = sentence;
  }

  // What had the focus is hidden now.
  #keepFocus() {
    const { pause, resume, cancel, link, retry, dismiss } = this.#parts;
    const visible = (button) => !button.hidden && !button.closest("[hidden]");
    [pause, resume, cancel, link, retry, dismiss].find(visible).focus();
  }
}
