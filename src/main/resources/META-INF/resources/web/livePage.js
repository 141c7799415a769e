import { followChanges } from "./changes.js";
import { REQUEST_TIMEOUT, parseRetryAfter } from "./json.js";
import { LiveParts } from "./liveParts.js";
import { openTarget } from "./openTarget.js";
import { forgetOutcomes } from "./outcomes.js";
import { guardUnsavedInput } from "./unsavedInput.js";

/** Milliseconds between a change and the request for the page, at random, so that not all visitors send it at once. */
const MIN_DELAY = 200;
const MAX_DELAY = 2_000;

/** Milliseconds between two requests for the page, at least, and after failures at most. */
const MIN_INTERVAL = 4_000;
const MAX_INTERVAL = 60_000;

/** How much longer than a request the pause after it is, at least: a search among many videos may take seconds. */
const PAUSE_FACTOR = 10;

/**
 * Keeps the page up to date: after a change that concerns it, the page is requested again, and its parts are replaced.
 *
 * The element `data-live` contains the parts (see liveParts.js). It has the number of the latest change that the page
 * shows in `data-after`, and in `data-video` the id of the only video that the page is about. Without one, it concerns
 * the videos that are parts of it, with `data-first="added"` also those that are added, with another `data-first` also
 * those that come back into the list, and with `data-all` everything.
 *
 * Elements outside of it that have an id and `data-live-aside` are replaced too, unless they have the focus.
 */
export class LivePage {
  #root;
  #parts;
  #environment;
  #timer = null;
  #loading = false;
  #changed = false;
  #earliest = 0;
  #failures = 0;

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
    if (!("first" in dataset)) return false;
    return dataset.first === "added" ? change === "added" : change !== "removed" && change !== "processing";
  }

  #schedule() {
    this.#changed = true;
    if (this.#loading || this.#timer !== null) return;
    const { performance } = this.#environment;
    const delay = MIN_DELAY + (MAX_DELAY - MIN_DELAY) * Math.random();
    this.#timer = this.#environment.setTimeout(() => this.#load(), Math.max(delay, this.#earliest - performance.now()));
  }

  async #load() {
    this.#timer = null;
    this.#loading = true;
    this.#changed = false;
    const { performance } = this.#environment;
    const start = performance.now();
    const pause = await this.#update().catch(() => 0);
    this.#failures = pause === null ? 0 : this.#failures + 1;
    const end = performance.now();
    const interval = Math.min(Math.max(MIN_INTERVAL * 2 ** this.#failures, PAUSE_FACTOR * (end - start)), MAX_INTERVAL);
    this.#earliest = end + Math.max(interval, pause ?? 0);
    this.#loading = false;
    if (this.#changed || pause !== null) this.#schedule();
  }

  /** Returns null, or how many milliseconds to wait if the server can't send the page now. */
  async #update() {
    const { fetch, location, DOMParser } = this.#environment;
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT);
    const response = await fetch(location.href, { headers: { Accept: "text/html" }, signal });
    if (response.status >= 500 || response.status === 429) {
      return parseRetryAfter(response.headers.get("Retry-After")) * 1000;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = page.querySelector("[data-live]");
    // The login page, for example, or the page that says that the video is gone.
    if (!response.ok || response.redirected || !next) this.#parts.requestReload();
    else {
      this.#parts.update(next);
      this.#replaceAside(page);
    }
    return null;
  }

  #replaceAside(page) {
    const { document } = this.#environment;
    for (const element of document.querySelectorAll("[data-live-aside]")) {
      const next = page.getElementById(element.id);
      if (!next || next.isEqualNode(element) || element.contains(document.activeElement)) continue;
      element.replaceWith(document.importNode(next, true));
    }
  }
}

const root = globalThis.document?.querySelector("[data-live]");
if (root) {
  new LivePage(root);
  openTarget(document);
  forgetOutcomes();
}
// A page that shows refused input again is not live.
if (globalThis.document) guardUnsavedInput(window);
