import { localizeTimes } from "../web/localTimes.js";

const REDIRECTED = "You are no longer logged in. Reload the page.";
const FAILED = "The video can’t be loaded. Try again.";

/** Shows everything about a video beside the listing: the main part of its page. */
export class Drawer {
  #dialog;
  #title;
  #body;
  #environment;
  #shown = null;
  /** Aborts the request for the video that is shown. */
  #request = null;

  /** @param dialog contains .drawer-head with an h2, and .drawer-body */
  constructor(dialog, environment = globalThis) {
    this.#dialog = dialog;
    this.#title = dialog.querySelector("h2");
    this.#body = dialog.querySelector(".drawer-body");
    this.#environment = environment;
    dialog.addEventListener("close", () => this.#clear());
    // A click beside the drawer: the backdrop belongs to the dialog.
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  }

  get open() {
    return this.#dialog.open;
  }

  /** Opens the drawer, or shows another video in it. */
  async show(address, title) {
    this.#shown = address;
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    this.#title.textContent = title;
    // What has the focus is removed.
    if (this.#body.matches(":focus-within")) this.#title.focus();
    // The buttons of another video must not be below this title.
    this.#body.replaceChildren();
    this.#body.setAttribute("aria-busy", "true");
    if (!this.#dialog.open) this.#dialog.showModal();
    const content = await this.#load(address, request.signal).catch(() => message(FAILED));
    // The reader may have moved on or closed it meanwhile.
    if (this.#shown !== address) return;
    this.#body.replaceChildren(content);
    this.#body.removeAttribute("aria-busy");
    this.#dialog.scrollTop = 0;
  }

  close() {
    this.#dialog.close();
  }

  async #load(address, signal) {
    const { fetch, DOMParser, document } = this.#environment;
    const response = await fetch(address, { headers: { Accept: "text/html" }, signal });
    if (response.redirected) return message(REDIRECTED);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const content = page.querySelector("[data-inspection]");
    if (!content) return message(page.querySelector("main h1")?.textContent ?? FAILED);
    localizeTimes(content);
    return document.importNode(content, true);
  }

  #clear() {
    this.#shown = null;
    this.#request?.abort();
    this.#body.replaceChildren();
  }
}

function message(text) {
  const element = document.createElement("p");
  element.setAttribute("role", "alert");
  element.textContent = text;
  return element;
}
