const PREFIX = "slipway.player.";

/** What the player remembers on this device. Without storage, for example in a frame of another site, it forgets. */
export class Preferences {
  #storage;

  /** @param storage returns a Storage, or throws if there is none */
  constructor(storage = () => globalThis.localStorage) {
    this.#storage = storage;
  }

  /** Returns the value; the fallback if none is stored, or another type. */
  get(name, fallback) {
    try {
      const value = JSON.parse(this.#storage().getItem(PREFIX + name));
      return typeof value === typeof fallback ? value : fallback;
    } catch {
      return fallback;
    }
  }

  set(name, value) {
    try {
      this.#storage().setItem(PREFIX + name, JSON.stringify(value));
    } catch {
      // The setting still applies until the page is left.
    }
  }
}
