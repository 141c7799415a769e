/** Keeps the screen on while something is under way, where the browser can: a phone that sleeps stops sending. */
export class Awake {
  #wakeLock;
  #document;
  #wanted = false;
  #lock = null;

  constructor({ wakeLock = navigator.wakeLock, document = globalThis.document } = {}) {
    this.#wakeLock = wakeLock;
    this.#document = document;
    // Whoever looks at another tab gives the lock back, and has to ask anew.
    document.addEventListener("visibilitychange", () => this.#hold());
  }

  while(wanted) {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) this.#hold();
    else this.#letGo();
  }

  async #hold() {
    if (!this.#wanted || !this.#wakeLock || this.#document.visibilityState !== "visible") return;
    // Refused on a low battery: then the screen goes off.
    const lock = await this.#wakeLock.request("screen").catch(() => null);
    if (!lock) return;
    // Another may have been asked for in the meantime, and nobody would give that one back.
    this.#letGo();
    this.#lock = lock;
    if (!this.#wanted) this.#letGo();
  }

  #letGo() {
    this.#lock?.release();
    this.#lock = null;
  }
}
