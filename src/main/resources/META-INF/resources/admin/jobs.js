import { REQUEST_TIMEOUT } from "../web/json.js";
import { localizeTimes } from "../web/localTimes.js";

/** Milliseconds between two requests for the page while a job progresses. */
const INTERVAL = 2_000;
const MAX_INTERVAL = 60_000;

/** Keeps what bulk jobs report up to date while any of them is open. */
export class JobProgress {
  #environment;
  #failures = 0;

  constructor(environment = globalThis) {
    this.#environment = environment;
    if (environment.document.querySelector("[data-open]")) this.#schedule();
  }

  #schedule() {
    const delay = Math.min(INTERVAL * 2 ** this.#failures, MAX_INTERVAL);
    this.#environment.setTimeout(() => this.#refresh(), delay);
  }

  async #refresh() {
    const page = await this.#load().catch(() => null);
    this.#failures = page ? 0 : this.#failures + 1;
    if (page) this.#show(page);
    if (!page || page.querySelector("[data-open]")) this.#schedule();
  }

  /** Returns null if the server can't send the page now. */
  async #load() {
    const { fetch, location, DOMParser } = this.#environment;
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT);
    const response = await fetch(location.href, { headers: { Accept: "text/html" }, signal });
    if (!response.ok || response.redirected) return null;
    return new DOMParser().parseFromString(await response.text(), "text/html");
  }

  #show(page) {
    const { document } = this.#environment;
    localizeTimes(page);
    for (const element of document.querySelectorAll("[data-refreshed]")) {
      const next = page.getElementById(element.id);
      // A button that disappeared would take the focus with it.
      if (!next || next.isEqualNode(element) || element.contains(document.activeElement)) continue;
      if (next.dataset.status !== element.dataset.status) this.#announce(next);
      element.replaceWith(document.importNode(next, true));
    }
  }

  #announce({ id, dataset }) {
    const announcement = this.#environment.document.querySelector("[data-announcement]");
    if (announcement) announcement.textContent = `Bulk job ${id.replace("status-", "")}: ${dataset.status}`;
  }
}

if (globalThis.document) new JobProgress();
