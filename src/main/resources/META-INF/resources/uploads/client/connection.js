/** The browser's own word on whether there is a network. It fires `online` when there is one again. */
export class Connection extends EventTarget {
  #navigator;

  constructor({ target = globalThis, navigator = globalThis.navigator } = {}) {
    super();
    this.#navigator = navigator;
    target.addEventListener("online", () => this.dispatchEvent(new Event("online")));
  }

  get online() {
    return this.#navigator.onLine;
  }
}
