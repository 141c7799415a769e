import { REQUEST_TIMEOUT } from "../web/json.js";
import { localizeTimes } from "../web/localTimes.js";
import { pageShown } from "../web/pageShown.js";

/** Milliseconds between two requests for the page while a job progresses. */
const INTERVAL = 2_000;
const MAX_INTERVAL = 60_000;

/**
 * Keeps what bulk jobs report up to date while any of them is open, the page is visible and the session lasts. What has
 * the focus or an open question is replaced when it has no more.
 */
export class JobProgress {
  #environment;
  #failures = 0;
  /** The latest version of the page, if something of it waits for the focus to leave. */
  #postponed = null;

  constructor(environment = globalThis) {
    this.#environment = environment;
    const { document } = environment;
    if (!document.querySelector("[data-open]")) return;
    // After the event, when the next element has the focus.
    document.addEventListener("focusout", () => this.#postponed && environment.setTimeout(() => this.#showPostponed()));
    this.#schedule();
  }

  #schedule() {
    const delay = Math.min(INTERVAL * 2 ** this.#failures, MAX_INTERVAL);
    this.#environment.setTimeout(() => this.#refresh(), delay);
  }

  async #refresh() {
    await pageShown(this.#environment.document);
    const response = await this.#request().catch(() => null);
    if (response && isSessionEnd(response)) {
      this.#environment.document.querySelector("[data-session-ended]").hidden = false;
      return;
    }
    const page = response?.ok ? await this.#parse(response).catch(() => null) : null;
    this.#failures = page ? 0 : this.#failures + 1;
    if (page) this.#show(page);
    if (!page || page.querySelector("[data-open]")) this.#schedule();
  }

  #request() {
    const { fetch, location } = this.#environment;
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT);
    return fetch(location.href, { headers: { Accept: "text/html" }, signal });
  }

  async #parse(response) {
    const page = new this.#environment.DOMParser().parseFromString(await response.text(), "text/html");
    localizeTimes(page);
    return page;
  }

  #showPostponed() {
    if (this.#postponed) this.#show(this.#postponed);
  }

  #show(page) {
    const { document } = this.#environment;
    this.#postponed = null;
    for (const element of document.querySelectorAll("[data-refreshed]")) {
      const next = page.getElementById(element.id);
      if (!next || next.isEqualNode(element)) continue;
      // A button that disappeared would take the focus with it, and a question the answer.
      if (element.contains(document.activeElement) || element.querySelector("details[open]")) {
        this.#postponed = page;
        continue;
      }
      if (next.dataset.status !== element.dataset.status) this.#announce(next);
      element.replaceWith(document.importNode(next, true));
    }
  }

  #announce({ id, dataset }) {
    const announcement = this.#environment.document.querySelector("[data-announcement]");
    if (announcement) announcement.textContent = `Bulk job ${id.replace("status-", "")}: ${dataset.status}`;
  }
}

/** Without a session, the server sends the login page, or refuses. */
function isSessionEnd({ redirected, status }) {
  return redirected || status === 401 || status === 403;
}

if (globalThis.document) new JobProgress();
