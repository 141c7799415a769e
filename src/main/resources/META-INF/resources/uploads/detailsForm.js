import { root } from "../web/root.js";
import { wait } from "../web/wait.js";
import { Details } from "./details.js";
import { words } from "./words.js";

/** Milliseconds without a keystroke after which what was written is kept. */
const PAUSE = 700;
const FIELDS = ["title", "description", "visibility"];

/** The form in which people say what a video is, while it is on its way; kept without a button. */
export class DetailsForm {
  #upload;
  #details;
  #parts;
  #onTitle;
  #typing = new AbortController();

  /** @param parts {form, title, description, visibility, saved, address, page, …}: the card's named elements */
  constructor(upload, parts, { onTitle }) {
    this.#upload = upload;
    this.#parts = parts;
    this.#onTitle = onTitle;
    this.#fill();
    this.#details = new Details(upload);
    parts.form.addEventListener("submit", (event) => event.preventDefault());
    parts.form.addEventListener("input", () => this.#written());
    parts.form.addEventListener("change", () => this.#keep());
    upload.addEventListener("id", () => this.#showAddress());
    this.#showAddress();
  }

  #fill() {
    const number = crypto.getRandomValues(new Uint32Array(1))[0];
    for (const field of FIELDS) {
      this.#parts[field].id = `${field}-${number}`;
      this.#parts[`${field}-label`].htmlFor = this.#parts[field].id;
      if (this.#upload[field]) this.#parts[field].value = this.#upload[field];
    }
  }

  async #written() {
    this.#typing.abort();
    this.#typing = new AbortController();
    if (this.#parts.title.value.trim()) this.#upload.title = this.#parts.title.value;
    this.#onTitle();
    await wait(PAUSE, this.#typing.signal).then(
      () => this.#keep(),
      () => {},
    );
  }

  async #keep() {
    this.#typing.abort();
    const { title, description, visibility, saved } = this.#parts;
    saved.textContent = "Saving…";
    saved.classList.remove("bad");
    try {
      await this.#details.change({
        title: title.value.trim() || this.#upload.title,
        description: description.value,
        visibility: visibility.value,
      });
      saved.textContent = "Saved";
    } catch (problem) {
      saved.classList.add("bad");
      saved.textContent = `Not saved. ${words(problem)}`;
    }
  }

  #showAddress() {
    const { id } = this.#upload;
    const { address, page } = this.#parts;
    address.hidden = !id;
    if (!id) return;
    page.href = `${root}/videos/${id}`;
    page.textContent = page.href;
    page.nextElementSibling.dataset.copy = page.href;
  }
}
