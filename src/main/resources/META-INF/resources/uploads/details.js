import { basePath } from "../web/json.js";
import { wait } from "../web/wait.js";
import { DetailsSaver, textOf } from "./detailsSaver.js";
import { problemMessage, quoted } from "./messages.js";
import { onPageLeave } from "./pageLeave.js";

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

/** The form for the details of a video. It saves each change automatically, without a button. */
export class DetailsForm {
  #upload;
  #saver;
  #parts;
  #onTitle;
  #onSaved;
  /** Aborts the wait for the end of the typing; null while nothing waits to be saved. */
  #typing = null;
  #closed = new AbortController();
  #attempt = 0;

  /** @param parts the card's elements {form, title, description, visibility, tags, saved, address, page, …} */
  constructor(upload, parts, { onTitle, onSaved }) {
    this.#upload = upload;
    this.#parts = parts;
    this.#onTitle = onTitle;
    this.#onSaved = onSaved;
    this.#fill();
    this.#saver = new DetailsSaver(upload, { onProblem: (problem) => this.#showProblem(problem) });
    parts.form.addEventListener("submit", (event) => event.preventDefault());
    parts.form.addEventListener("input", () => this.#onInput());
    parts.form.addEventListener("change", () => this.#save());
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
   * whether they are saved.
   */
  set(values) {
    for (const field of FIELDS) {
      if (values[field] !== undefined) this.#parts[field].value = values[field];
    }
    if (this.#parts.title.value.trim()) this.#upload.title = this.#parts.title.value;
    this.#onTitle();
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
    this.#attempt += 1;
    this.#showSaved("");
    if (this.#parts.title.value.trim()) this.#upload.title = this.#parts.title.value;
    this.#onTitle();
    await wait(TYPING_PAUSE, this.#typing.signal).then(
      () => this.#save(),
      () => {},
    );
  }

  #saveAtOnce() {
    if (this.#typing) this.#save({ atOnce: true });
    else this.#saver.saveAtOnce().catch((problem) => this.#showProblem(problem));
  }

  // Only the last save shows its result.
  async #save(options) {
    this.#typing?.abort();
    this.#typing = null;
    const attempt = (this.#attempt += 1);
    const { title, description, visibility, tags } = this.#parts;
    const entered = enteredTags(tags.value);
    this.#showSaved("Saving…");
    try {
      const details = {
        title: title.value.trim() || this.#upload.title,
        description: description.value,
        visibility: visibility.value,
        tags: entered.tags,
      };
      await this.#saver.change(details, options);
    } catch (problem) {
      if (attempt === this.#attempt) this.#showProblem(problem);
      return false;
    }
    this.#onSaved();
    if (attempt === this.#attempt) {
      if (entered.problem) this.#showSaved(`The tags are not saved. ${entered.problem.detail}`, { isBad: true });
      else this.#showSaved("Saved");
    }
    return !entered.problem;
  }

  #showProblem(problem) {
    this.#showSaved(`Not saved. ${problemMessage(problem)}`, { isBad: true });
  }

  #showSaved(text, { isBad = false } = {}) {
    this.#parts.saved.classList.toggle("bad", isBad);
    this.#parts.saved.textContent = text;
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
