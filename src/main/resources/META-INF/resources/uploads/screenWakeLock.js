/** Keeps the screen on during uploads, where the browser supports it: a phone that sleeps stops sending. */
export class ScreenWakeLock {
  #wakeLock;
  #document;
  #wanted = false;
  #lock = null;

  constructor({ wakeLock = navigator.wakeLock, document = globalThis.document } = {}) {
    this.#wakeLock = wakeLock;
    this.#document = document;
    // The browser releases the lock when the tab is hidden, so it must be requested again.
    document.addEventListener("visibilitychange", () => this.#request());
  }

  setActive(wanted) {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) this.#request();
    else this.#release();
  }

  async #request() {
    if (!this.#wanted || !this.#wakeLock || this.#document.visibilityState !== "visible") return;
    // Refused when the battery is low: then the screen turns off.
    const lock = await this.#wakeLock.request("screen").catch(() => null);
    if (!lock) return;
    // Another request may have finished meanwhile; its lock would never be released.
    this.#release();
    this.#lock = lock;
    if (!this.#wanted) this.#release();
  }

  #release() {
    this.#lock?.release();
    this.#lock = null;
  }
}
