import { basePath } from "../web/json.js";
import { wait } from "../web/wait.js";
import { delayBefore, RetryTimers } from "./client/retry.js";
import { DetailsSaver, textOf } from "./detailsSaver.js";
import { quoted } from "./messages.js";
import { onPageLeave } from "./pageLeave.js";
import { requestProblemMessage } from "./requestProblems.js";

/** Milliseconds without a keystroke after which the details are saved. */
const TYPING_PAUSE = 700;
const MAX_TAGS = 30;
const MAX_TAG_LENGTH = 50;
const FIELDS = ["title", "description", "visibility", "tags"];

/**
 * Returns the tags of a field, which commas separate; or a problem if the server would refuse them, because invalid tags
 * would make the opening of the upload fail.
 */
export function enteredTags(text) {
  const tags = text
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);
  const long = tags.find((tag) => tag.length > MAX_TAG_LENGTH);
  if (long) return { problem: { detail: `The tag ${quoted(`${long.slice(0, 20)}…`)} is too long. A tag can have at most ${MAX_TAG_LENGTH} characters.` } };
  const count = new Set(tags.map((tag) => tag.toLowerCase())).size;
  if (count > MAX_TAGS) return { problem: { detail: `A video can have at most ${MAX_TAGS} tags, not ${count}.` } };
  return { tags };
}

/**
 * The form for the details of a video. It saves each change automatically, without a button, and again if that failed
 * because of the network, the server or the session.
 */
export class DetailsForm {
  #upload;
  #saver;
  #parts;
  #onTitle;
  #onSaved;
  #announce;
  /** The title that an empty field stands for: the last one that was entered completely. */
  #title;
  #retryTimers = new RetryTimers({ connection: window });
  /** Aborts the wait for the end of the typing; null while nothing waits to be saved. */
  #typing = null;
  #closed = new AbortController();
  /** Whether the last save hasn't succeeded yet. */
  #unsaved = false;
  /** Aborts the result of the last save, and its next attempt, when there is something newer to save. */
  #latest = new AbortController();

  /**
   * @param parts the card's elements {form, title, description, visibility, tags, saved, details, unsaved, address, page, …}
   * @param announce has a text read out by screen readers
   */
  constructor(upload, parts, { onTitle, onSaved, announce }) {
    this.#upload = upload;
    this.#parts = parts;
    this.#onTitle = onTitle;
    this.#onSaved = onSaved;
    this.#announce = announce;
    this.#title = upload.title;
    this.#fill();
    this.#saver = new DetailsSaver(upload, { onProblem: (problem) => this.#onFailure(problem) });
    parts.form.addEventListener("submit", (event) => event.preventDefault());
    parts.form.addEventListener("input", () => this.#onInput());
    parts.form.addEventListener("change", () => this.#onChange());
    upload.addEventListener("id", () => this.#showAddress());
    onPageLeave(() => this.#saveAtOnce(), { signal: this.#closed.signal });
    this.#showAddress();
  }

  /** Saves what was typed. The form is no longer shown. */
  close() {
    this.#saveAtOnce();
    this.#closed.abort();
  }

  /**
   * Enters details, with the tags as text, and saves them. Those that are undefined stay as they are. Resolves with
   * whether they are saved; after a failure, at the first attempt.
   */
  set(values) {
    for (const field of FIELDS) {
      if (values[field] !== undefined) this.#parts[field].value = values[field];
    }
    this.#completeTitle();
    return this.#save();
  }

  /** The details that the server has, with undefined ones if that isn't known. */
  get saved() {
    return this.#saver.saved;
  }

  #fill() {
    const number = crypto.getRandomValues(new Uint32Array(1))[0];
    for (const field of FIELDS) {
      this.#parts[field].id = `${field}-${number}`;
      this.#parts[`${field}-label`].htmlFor = this.#parts[field].id;
      const hint = this.#parts[`${field}-hint`];
      if (hint) {
        hint.id = `${field}-hint-${number}`;
        this.#parts[field].setAttribute("aria-describedby", hint.id);
      }
      if (this.#upload[field]) this.#parts[field].value = textOf(this.#upload[field]);
    }
  }

  async #onInput() {
    this.#typing?.abort();
    this.#typing = new AbortController();
    this.#latest.abort();
    this.#showSaved("");
    this.#showTitle();
    await wait(TYPING_PAUSE, this.#typing.signal).then(
      () => this.#save(),
      () => {},
    );
  }

  // Announced when the user has left the field, not at each pause in typing.
  async #onChange() {
    this.#completeTitle();
    if (await this.#save()) this.#announce("Saved");
  }

  #completeTitle() {
    const { title } = this.#parts;
    if (!title.value.trim()) title.value = this.#title;
    this.#title = title.value;
    this.#showTitle();
  }

  #showTitle() {
    const { value } = this.#parts.title;
    this.#upload.title = value.trim() ? value : this.#title;
    this.#onTitle();
  }

  #saveAtOnce() {
    if (this.#typing) this.#save({ atOnce: true });
    else if (this.#unsaved) this.#send(() => this.#saver.saveAtOnce());
    else this.#saver.saveAtOnce().catch((problem) => this.#onFailure(problem));
  }

  #save(options) {
    this.#typing?.abort();
    this.#typing = null;
    const { title, description, visibility } = this.#parts;
    this.#unsaved = true;
    this.#showSaved("Saving…");
    const details = {
      title: title.value.trim() || this.#upload.title,
      description: description.value,
      visibility: visibility.value,
      tags: this.#enteredTags.tags,
    };
    return this.#send(() => this.#saver.change(details, options));
  }

  // Only the last save shows its result.
  async #send(save, failures = 0) {
    this.#latest.abort();
    const { signal } = (this.#latest = new AbortController());
    const { problem: tagsProblem } = this.#enteredTags;
    try {
      await save();
    } catch (problem) {
      if (!signal.aborted) this.#onFailure(problem, failures);
      return false;
    }
    this.#onSaved();
    if (!signal.aborted) this.#showResult(tagsProblem);
    return !tagsProblem;
  }

  async #onFailure(problem, failures = 0) {
    const signal = AbortSignal.any([this.#latest.signal, this.#closed.signal]);
    if (signal.aborted) return;
    this.#unsaved = true;
    // The user may log in again in another tab.
    const isRetried = problem.transient || problem.code === "unauthenticated";
    this.#showFailure(`Not saved. ${requestProblemMessage(problem, isRetried ? "The page tries again automatically." : "")}`);
    if (!isRetried) return;
    const delay = delayBefore(failures, problem);
    const isDue = await this.#retryTimers.wait({ problem, delay }, delay, signal).then(() => true, () => false);
    if (isDue) this.#send(() => this.#saver.change({}), failures + 1);
  }

  get #enteredTags() {
    return enteredTags(this.#parts.tags.value);
  }

  #showResult(tagsProblem) {
    this.#unsaved = false;
    if (tagsProblem) this.#showFailure(`The tags are not saved. ${tagsProblem.detail}`);
    else this.#showSaved(this.#parts.title.value.trim() ? "Saved" : `The title stays ${quoted(this.#title)}.`);
  }

  // Also beside the form, which may be collapsed.
  #showFailure(text) {
    const { saved, unsaved } = this.#parts;
    if (text === saved.textContent) return;
    this.#showSaved(text);
    saved.classList.add("bad");
    unsaved.textContent = text;
    unsaved.hidden = false;
    this.#announce(text);
  }

  #showSaved(text) {
    const { saved, unsaved } = this.#parts;
    saved.classList.remove("bad");
    saved.textContent = text;
    unsaved.hidden = true;
  }

  #showAddress() {
    const { id } = this.#upload;
    const { address, page } = this.#parts;
    address.hidden = !id;
    if (!id) return;
    page.href = `${basePath}/videos/${id}`;
    page.textContent = page.href;
    page.nextElementSibling.dataset.copy = page.href;
  }
}
