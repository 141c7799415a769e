import { format } from "../web/format.js";
import { problemMessage, quoted } from "./messages.js";
import { requestProblemMessage } from "./requestProblems.js";

/** Shows the account's unfinished uploads that this page isn't sending, and resumes or discards them. */
export class UnfinishedList {
  #client;
  #options;
  #section;
  #list;
  #template;
  #resume;
  #refuse;
  #announce;
  #focusWhenEmpty;
  #onDiscarded;
  #entries = new Map();
  /** The action that runs for an upload, "resume" or "discard", by the id of the upload. */
  #busy = new Map();
  #loading = Promise.resolve();

  /**
   * @param client {list, match, handleOf, abort}
   * @param endpoint address of the application
   * @param resume resumes an upload with a file: ({file, path, handle}, upload); returns its card
   * @param refuse shows why something isn't possible for an upload that is no longer in the list
   * @param announce has a text read out by screen readers
   * @param focusWhenEmpty element that gets the focus when the last row had it and is removed
   * @param onDiscarded called when an upload was discarded, which returns its quota
   */
  constructor({ client, endpoint, section, list, template, resume, refuse, announce, focusWhenEmpty, onDiscarded }) {
    this.#client = client;
    this.#options = { endpoint };
    this.#section = section;
    this.#list = list;
    this.#template = template;
    this.#resume = resume;
    this.#refuse = refuse;
    this.#announce = announce;
    this.#focusWhenEmpty = focusWhenEmpty;
    this.#onDiscarded = onDiscarded;
  }

  /**
   * Fetches the list, one request after another. If a request fails, the list stays as it is.
   *
   * @param isInQueue whether this page is sending an upload, by its id
   */
  load(isInQueue) {
    this.#loading = this.#loading.then(() => this.#load(isInQueue));
    return this.#loading;
  }

  /** Removes and returns the upload that a file resumes; null if there is none. */
  async take(file) {
    const uploads = [...this.#entries.values()].map(({ upload }) => upload).filter(({ id }) => this.#busy.get(id) !== "discard");
    const upload = await this.#client.match(file, uploads).catch(() => null);
    if (upload) this.#remove(upload.id);
    return upload;
  }

  /** The unfinished upload of a file with this name; null if there is none. */
  findByName({ name }) {
    return [...this.#entries.values()].find(({ upload }) => upload.fileName === name)?.upload ?? null;
  }

  /** Whether the list shows an upload. */
  shows(id) {
    return this.#entries.get(id)?.row.hidden === false;
  }

  async #load(isInQueue) {
    const uploads = await this.#client.list(this.#options).catch(() => null);
    if (!uploads) return;
    // This page may have opened an upload while the list was fetched before.
    for (const id of this.#entries.keys()) if (isInQueue(id) || !uploads.some((upload) => upload.id === id)) this.#remove(id);
    for (const upload of uploads.filter(({ id }) => !isInQueue(id))) await this.#show(upload);
    this.#showSection();
  }

  async #show(upload) {
    if (!this.#entries.has(upload.id)) await this.#add(upload);
    // An upload that another tab is sending isn't unfinished, but its file must be recognised.
    const { row } = this.#entries.get(upload.id);
    if (upload.inAnotherTab) this.#moveFocusFrom(row);
    row.hidden = Boolean(upload.inAnotherTab);
  }

  async #add(upload) {
    const handle = await this.#client.handleOf(upload.id);
    const row = this.#template.content.cloneNode(true).firstElementChild;
    const part = (name) => row.querySelector(`[data-part=${name}], [data-action=${name}]`);
    const title = format.isolated(upload.title);
    part("name").textContent = upload.title;
    part("file-name").textContent = upload.fileName;
    part("facts").textContent = ` · ${describe(upload)}`;
    part("resume").hidden = !handle;
    part("resume").ariaLabel = `Resume ${title}`;
    part("file").ariaLabel = `Choose the file of ${title}`;
    part("ask").ariaLabel = `Discard ${title}`;
    part("resume").addEventListener("click", () => this.#act(upload, "resume", () => this.#reopen(upload, handle, part("file"))));
    part("sure").addEventListener("keydown", (event) => this.#closeOnEscape(event, part("sure"), part("ask")));
    part("file").addEventListener("click", (event) => this.#busy.has(upload.id) && event.preventDefault());
    part("file").addEventListener("change", ({ target }) => this.#act(upload, "resume", () => this.#onChosen(upload, target)));
    part("discard").addEventListener("click", () => this.#act(upload, "discard", () => this.#discard(upload)));
    showBusy(row, { title: upload.title, action: null });
    this.#entries.set(upload.id, { upload, row });
    this.#list.append(row);
  }

  #closeOnEscape({ key }, details, summary) {
    if (key !== "Escape" || !details.open) return;
    details.open = false;
    summary.focus();
  }

  // A second action would discard or resume the upload twice.
  async #act({ id, title }, action, run) {
    if (this.#busy.has(id)) return;
    const { row } = this.#entries.get(id);
    this.#busy.set(id, action);
    showBusy(row, { title, action });
    showRefusal(row, "");
    try {
      await run();
    } finally {
      this.#busy.delete(id);
      showBusy(row, { title, action: null });
    }
  }

  async #reopen(upload, handle, input) {
    try {
      if ((await handle.requestPermission({ mode: "read" })) === "granted") {
        return await this.#resumeWith(upload, { file: await handle.getFile(), path: handle.name, handle });
      }
      this.#refuseIn(upload, `The browser isn’t allowed to read ${quoted(upload.fileName)}. Press Resume again and allow it, or choose the file.`);
    } catch {
      this.#refuseIn(upload, `${quoted(upload.fileName)} can’t be opened: it was moved or deleted. Choose the file yourself.`);
    }
    input.focus();
  }

  async #onChosen(upload, input) {
    const [file] = input.files;
    input.value = "";
    if (file) await this.#resumeWith(upload, { file, path: file.name });
  }

  async #resumeWith(upload, choice) {
    const match = () => this.#client.match(choice.file, [upload], { chosenFor: true });
    const objection = await resumeObjection(choice.file, upload, match);
    if (objection) return this.#refuseIn(upload, objection);
    // The same file, dropped meanwhile, has resumed it.
    if (!this.#entries.has(upload.id)) return;
    this.#announce(`Resuming ${quoted(upload.title)}`);
    this.#resume(choice, upload).focus();
    this.#remove(upload.id);
  }

  async #discard(upload) {
    try {
      const discarded = await this.#client.abort(upload.id, this.#options);
      this.#remove(upload.id);
      this.#onDiscarded();
      if (discarded) this.#announce(`${quoted(upload.title)} was discarded.`);
      else this.#refuse(`${quoted(upload.title)} is already stored, so it wasn’t discarded. Delete the video instead.`);
    } catch (problem) {
      this.#refuseIn(upload, `${quoted(upload.title)} wasn’t discarded. ${requestProblemMessage(problem)}`);
    }
  }

  #refuseIn({ id }, text) {
    const row = this.#entries.get(id)?.row;
    if (!row) return this.#refuse(text);
    showRefusal(row, text);
    this.#announce(text);
  }

  // Otherwise removing or hiding the row would lose the focus.
  #moveFocusFrom(row) {
    if (!row?.contains(document.activeElement)) return;
    const next = [row.nextElementSibling, row.previousElementSibling].find((other) => other && !other.hidden);
    (next?.querySelector("summary") ?? this.#focusWhenEmpty).focus();
  }

  #remove(id) {
    this.#moveFocusFrom(this.#entries.get(id)?.row);
    this.#entries.get(id)?.row.remove();
    this.#entries.delete(id);
    this.#showSection();
  }

  #showSection() {
    this.#section.hidden = [...this.#entries.values()].every(({ row }) => row.hidden);
  }
}

/** Resolves to why a file can't resume an upload; null if it can. `match` compares them. */
export async function resumeObjection(file, { fileName, size }, match) {
  try {
    if (await match()) return null;
  } catch (problem) {
    return problemMessage(problem);
  }
  return `${quoted(file.name)} is a different file. The unfinished upload needs ${quoted(fileName)} with ${format.exactBytes(size)}.`;
}

function showRefusal(row, text) {
  const refusal = row.querySelector("[data-part=refusal]");
  refusal.textContent = text;
  refusal.hidden = !text;
}

// aria-disabled instead of disabled: a disabled button would lose the focus.
function showBusy(row, { title, action }) {
  for (const control of row.querySelectorAll("[data-action], [data-part=file]")) control.ariaDisabled = action ? "true" : null;
  const discard = row.querySelector("[data-action=discard]");
  const text = action === "discard" ? "Discarding…" : "Yes, discard";
  discard.textContent = text;
  discard.ariaLabel = `${text} ${format.isolated(title)}`;
}

function describe({ size, createdAt, keptUntil }) {
  const [started, expires] = [format.localTime(createdAt), format.localTime(keptUntil)];
  return `${format.bytes(size)} · started ${started} · expires ${expires}`;
}
