import { format } from "../web/format.js";
import { localTime } from "../web/times.js";
import { words } from "./words.js";

/** The account's unfinished uploads that this page is not at work on, and how each goes on. */
export class Unfinished {
  #client;
  #where;
  #section;
  #list;
  #template;
  #take;
  #refuse;
  #say;
  #after;
  #open = new Map();
  #loading = Promise.resolve();

  /**
   * @param client {list, match, handleOf, giveUp}
   * @param endpoint where the application is
   * @param take goes on with a file: ({file, path, handle}, upload)
   * @param refuse shows a sentence
   * @param say reads a sentence out
   * @param after takes the focus when the last row that had it is gone
   */
  constructor({ client, endpoint, section, list, template, take, refuse, say, after }) {
    this.#client = client;
    this.#where = { endpoint };
    this.#section = section;
    this.#list = list;
    this.#template = template;
    this.#take = take;
    this.#refuse = refuse;
    this.#say = say;
    this.#after = after;
  }

  /** Asks the application, one time after another; without an answer the list stays as it is. */
  load(isHere) {
    this.#loading = this.#loading.then(() => this.#load(isHere));
    return this.#loading;
  }

  /** The upload that a file is to finish; null when there is none. It leaves the list. */
  async claim(file) {
    const uploads = [...this.#open.values()].map(({ upload }) => upload);
    const upload = await this.#client.match(file, uploads).catch(() => null);
    if (upload) this.#drop(upload.id);
    return upload;
  }

  /** An unfinished upload of another file that has this name; null when there is none. */
  namesake({ name }) {
    return [...this.#open.values()].find(({ upload }) => upload.fileName === name)?.upload ?? null;
  }

  async #load(isHere) {
    const uploads = await this.#client.list(this.#where).catch(() => null);
    if (!uploads) return;
    for (const id of this.#open.keys()) if (!uploads.some((upload) => upload.id === id)) this.#drop(id);
    for (const upload of uploads.filter(({ id }) => !isHere(id))) await this.#show(upload);
    this.#showSection();
  }

  async #show(upload) {
    if (!this.#open.has(upload.id)) await this.#add(upload);
    // What another tab is at is not unfinished, but its file is known all the same.
    this.#open.get(upload.id).row.hidden = Boolean(upload.elsewhere);
  }

  async #add(upload) {
    const handle = await this.#client.handleOf(upload.id);
    const row = this.#template.content.cloneNode(true).firstElementChild;
    const part = (name) => row.querySelector(`[data-part=${name}], [data-action=${name}]`);
    part("name").textContent = upload.title;
    part("facts").textContent = facts(upload);
    part("resume").hidden = !handle;
    part("choose").ariaLabel = `Choose the file of ${upload.title}`;
    part("ask").ariaLabel = `Discard ${upload.title}`;
    part("discard").ariaLabel = `Yes, discard ${upload.title}`;
    part("resume").addEventListener("click", () => this.#reopen(upload, handle));
    part("file").addEventListener("change", ({ target }) => this.#chosen(upload, target));
    part("discard").addEventListener("click", () => this.#discard(upload));
    this.#open.set(upload.id, { upload, row });
    this.#list.append(row);
  }

  async #reopen(upload, handle) {
    try {
      if ((await handle.requestPermission({ mode: "read" })) !== "granted") return;
      await this.#goOn(upload, { file: await handle.getFile(), path: handle.name, handle });
    } catch {
      this.#refuse(`“${upload.fileName}” can’t be opened again: it was moved or removed. Choose it yourself.`);
    }
  }

  async #chosen(upload, input) {
    const [file] = input.files;
    input.value = "";
    if (file) await this.#goOn(upload, { file, path: file.name });
  }

  async #goOn(upload, choice) {
    const fits = await this.#client.match(choice.file, [upload]).catch(() => null);
    if (!fits) {
      const { fileName, size } = upload;
      return this.#refuse(
        `“${choice.file.name}” is another file than the one begun. The unfinished upload needs “${fileName}” with ${format.exactBytes(size)}.`,
      );
    }
    this.#drop(upload.id);
    this.#take(choice, upload);
  }

  async #discard(upload) {
    try {
      await this.#client.giveUp(upload.id, this.#where);
      this.#moveFocus(this.#open.get(upload.id)?.row);
      this.#drop(upload.id);
      this.#say(`“${upload.title}” is discarded.`);
    } catch (problem) {
      this.#refuse(`“${upload.title}” is not discarded. ${words(problem)}`);
    }
  }

  // A row that goes takes the focus with it, and the place on the page.
  #moveFocus(row) {
    if (!row?.contains(document.activeElement)) return;
    const next = [row.nextElementSibling, row.previousElementSibling].find((other) => other && !other.hidden);
    (next?.querySelector("summary") ?? this.#after).focus();
  }

  #drop(id) {
    this.#open.get(id)?.row.remove();
    this.#open.delete(id);
    this.#showSection();
  }

  #showSection() {
    this.#section.hidden = [...this.#open.values()].every(({ row }) => row.hidden);
  }
}

function facts({ fileName, size, createdAt, keptUntil }) {
  return `${fileName} · ${format.bytes(size)} · begun ${localTime(createdAt)} · kept until ${localTime(keptUntil)}`;
}
