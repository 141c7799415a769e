import { format } from "../web/format.js";
import { Outcome } from "./outcome.js";
import { Progress } from "./progress.js";

const HEADLINES = {
  waiting: "Waits for the file before it",
  checking: "Checking the bytes",
  asking: "Asking for a URL",
  uploading: "Uploading",
  confirming: "Confirming with the store",
  paused: "Paused",
};

/** Shows one Upload and passes on what the person asks of it. */
export class Card {
  #upload;
  #sentence;
  #say;
  #article;
  #parts;
  #progress;
  #outcome;

  /**
   * @param sentence what is about to happen
   * @param say reads a sentence out
   * @param on {remove}: what the page does when asked
   */
  constructor(upload, { template, sentence, say, on }) {
    this.#upload = upload;
    this.#sentence = sentence;
    this.#say = say;
    this.element = template.content.cloneNode(true).firstElementChild;
    this.#article = this.element.querySelector("article");
    const named = [...this.element.querySelectorAll("[data-part], [data-action]")];
    this.#parts = Object.fromEntries(named.map((part) => [part.dataset.part ?? part.dataset.action, part]));
    this.#progress = new Progress(this.#parts, this.element.querySelectorAll("[data-step]"));
    this.#outcome = new Outcome(this.#parts);
    this.#fill();
    this.#listen(on);
    this.#showPhase();
  }

  focus() {
    this.#parts.title.focus();
    this.#parts.title.select();
  }

  #fill() {
    const { name } = this.#upload.file;
    const { title } = this.#parts;
    title.id = `title-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
    title.value = name.replace(/\.[^.]+$/, "") || name;
    this.#upload.title = title.value;
    this.#parts["title-label"].htmlFor = title.id;
    this.#parts.bar.ariaLabel = `Progress of ${name}`;
    this.#article.ariaLabel = name;
  }

  #listen({ remove }) {
    const { form, title, pause, resume, cancel, retry, remove: removeButton, dismiss } = this.#parts;
    const start = () => this.#upload.start();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      start();
    });
    title.addEventListener("input", () => (this.#upload.title = title.value));
    pause.addEventListener("click", () => this.#upload.pause());
    resume.addEventListener("click", () => this.#upload.resume());
    cancel.addEventListener("click", () => this.#cancel());
    retry.addEventListener("click", start);
    removeButton.addEventListener("click", remove);
    dismiss.addEventListener("click", remove);
    this.#upload.addEventListener("phase", () => this.#showPhase());
    this.#upload.addEventListener("progress", () => this.#showProgress());
  }

  // Not disabled in earnest: the focus would be lost, and with it the place on the page.
  #cancel() {
    const { cancel } = this.#parts;
    if (cancel.ariaDisabled) return;
    cancel.ariaDisabled = "true";
    this.#upload.cancel();
  }

  #showPhase() {
    const { phase, active } = this.#upload;
    const held = this.element.contains(document.activeElement);
    const { form, progress, pause, resume, cancel, result } = this.#parts;
    const underWay = active || phase === "paused";
    this.#article.dataset.phase = phase;
    form.hidden = phase !== "ready";
    progress.hidden = !underWay;
    cancel.hidden = !underWay;
    pause.hidden = !active || phase === "confirming";
    resume.hidden = phase !== "paused";
    if (!underWay) cancel.ariaDisabled = null;
    result.hidden = underWay || phase === "ready";
    this.#showNames();
    if (underWay) this.#progress.showStep(this.#upload, HEADLINES[phase]);
    const end = result.hidden ? null : this.#outcome.show(this.#upload);
    if (held) this.#keepFocus();
    if (phase !== "ready") this.#tell(end ?? HEADLINES[phase]);
  }

  // Until it starts, the card is named by its file and says what is about to happen; then by its title.
  #showNames() {
    const { file, phase, title } = this.#upload;
    const waiting = phase === "ready";
    this.#parts.name.textContent = (!waiting && title.trim()) || file.name;
    this.#parts.plan.textContent = waiting ? this.#sentence : `${file.name} · ${format.bytes(file.size)}`;
  }

  #showProgress() {
    const { active, pending, phase } = this.#upload;
    if (!active) return;
    if (pending) return this.#tell(this.#progress.showPending(pending));
    this.#progress.showBytes(this.#upload, HEADLINES[phase]);
  }

  #tell(sentence) {
    this.#say(`${this.#upload.file.name}: ${sentence}`);
  }

  // What had the focus may be hidden now.
  #keepFocus() {
    const { title, resume, cancel, link, retry, dismiss } = this.#parts;
    const { active, phase } = this.#upload;
    if (active) return cancel.focus();
    if (phase === "paused") return resume.focus();
    if (phase === "ready") return title.focus();
    [link, retry, dismiss].find((button) => !button.hidden).focus();
  }
}
