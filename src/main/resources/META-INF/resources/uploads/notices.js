/** Shows notices about chosen files, each until it is closed. */
export class Notices {
  #list;
  #template;
  #announce;
  #focusWhenEmpty;

  /**
   * @param announce has a text read out by screen readers
   * @param focusWhenEmpty element that gets the focus when the last notice is closed
   */
  constructor({ list, template, announce, focusWhenEmpty }) {
    this.#list = list;
    this.#template = template;
    this.#announce = announce;
    this.#focusWhenEmpty = focusWhenEmpty;
  }

  /** Removes the notices that offer no action, because the user chooses other files. */
  removeRead() {
    for (const notice of [...this.#list.children]) {
      if (notice.querySelector("[data-action=upload-anyway]").hidden) notice.remove();
    }
  }

  /** @param onUploadAnyway called when the user wants the file all the same; null if that isn't possible */
  show(text, onUploadAnyway = null) {
    const notice = this.#template.content.cloneNode(true).firstElementChild;
    const part = (name) => notice.querySelector(`[data-part=${name}], [data-action=${name}]`);
    part("text").textContent = text;
    part("close").addEventListener("click", () => this.#close(notice));
    part("upload-anyway").hidden = !onUploadAnyway;
    part("upload-anyway").addEventListener("click", () => (notice.remove(), onUploadAnyway()));
    [...this.#list.children].find((other) => other.querySelector("[data-part=text]").textContent === text)?.remove();
    this.#list.append(notice);
    this.#announce(text);
    return notice;
  }

  /** Shows why a file isn't uploaded. */
  refuse(text, { trash = false } = {}) {
    const notice = this.show(text);
    notice.classList.add("bad");
    notice.querySelector("[data-part=trash]").hidden = !trash;
  }

  #close(notice) {
    const next = notice.nextElementSibling ?? notice.previousElementSibling;
    notice.remove();
    (next?.querySelector("[data-action=close]") ?? this.#focusWhenEmpty).focus();
  }
}
