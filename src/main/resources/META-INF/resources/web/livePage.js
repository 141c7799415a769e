import { followChanges } from "./changes.js";
import { LiveParts } from "./liveParts.js";

/** Milliseconds between a change and the request for the page, at random, so that not all visitors send it at once. */
const MIN_DELAY = 200;
const MAX_DELAY = 2_000;

/**
 * Keeps the page up to date: after a change that concerns it, the page is requested again, and its parts are replaced.
 *
 * The element `data-live` contains the parts (see liveParts.js). It has the number of the latest change that the page
 * shows in `data-after`, and in `data-video` the id of the only video that the page is about. Without one, it concerns
 * the videos that are parts of it, with `data-first` also those that are added, and with `data-all` everything.
 */
export class LivePage {
  #root;
  #parts;
  #environment;
  #timer = null;
  #loading = false;

  constructor(root, environment = globalThis) {
    this.#root = root;
    this.#environment = environment;
    this.#parts = new LiveParts(root, environment);
    followChanges({
      after: root.dataset.after,
      video: root.dataset.video,
      environment,
      onChange: (change) => this.#concerns(change) && this.#schedule(),
      onReset: () => this.#schedule(),
    });
  }

  #concerns({ id, change }) {
    const { dataset } = this.#root;
    if (dataset.video || "all" in dataset || this.#parts.has(id)) return true;
    return "first" in dataset && change !== "removed" && change !== "processing";
  }

  #schedule() {
    const delay = MIN_DELAY + (MAX_DELAY - MIN_DELAY) * Math.random();
    this.#timer ??= this.#environment.setTimeout(() => this.#load(), delay);
  }

  async #load() {
    this.#timer = null;
    if (this.#loading) return this.#schedule();
    this.#loading = true;
    try {
      await this.#update();
    } catch {
      // The page is still usable. The next change brings another attempt.
    } finally {
      this.#loading = false;
    }
  }

  async #update() {
    const { fetch, location, DOMParser } = this.#environment;
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (response.status >= 500 || response.status === 429) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = page.querySelector("[data-live]");
    // The login page, for example, or the page that says that the video is gone.
    if (!response.ok || response.redirected || !next) this.#parts.requestReload();
    else this.#parts.update(next);
  }
}

const root = globalThis.document?.querySelector("[data-live]");
if (root) new LivePage(root);
