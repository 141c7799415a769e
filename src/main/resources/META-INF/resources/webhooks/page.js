import { parseRetryAfter } from "../web/json.js";
import { LiveParts } from "../web/liveParts.js";

/** Milliseconds between two requests for the page: while events are pending, and while none are. */
const BUSY_INTERVAL = 2_000;
const IDLE_INTERVAL = 5_000;

/** Milliseconds between two requests after failures, at most. */
const MAX_INTERVAL = 60_000;

/** Milliseconds after which a request for the page has failed. */
const TIMEOUT = 30_000;

/**
 * The page of a webhook. Requests itself again while it is visible, and replaces the parts that differ (see
 * liveParts.js). A form with `data-inline` is sent without leaving the page, so a secret that is shown only once stays
 * on the screen.
 */
export class WebhookPage {
  #root;
  #parts;
  #environment;
  #url;
  #timer = null;
  #failures = 0;
  /** The number of the newest request. A response to an older one is out of date. */
  #latest = 0;

  constructor(root, environment = globalThis) {
    this.#root = root;
    this.#environment = environment;
    this.#parts = new LiveParts(root, environment);
    this.#url = root.dataset.url;
    root.addEventListener("submit", (event) => this.#submit(event));
    environment.document.addEventListener("visibilitychange", () => this.#schedule(0));
    this.#schedule();
  }

  #schedule(delay = this.#interval()) {
    this.#environment.clearTimeout(this.#timer);
    if (this.#environment.document.hidden) return;
    this.#timer = this.#environment.setTimeout(() => this.#refresh(), delay);
  }

  #interval() {
    const pending = Number(this.#root.querySelector("[data-pending]")?.dataset.pending ?? 0) > 0;
    return Math.min((pending ? BUSY_INTERVAL : IDLE_INTERVAL) * 2 ** this.#failures, MAX_INTERVAL);
  }

  async #refresh() {
    const failure = await this.#load(this.#url).catch(() => ({ pause: 0 }));
    this.#failures = failure ? this.#failures + 1 : 0;
    this.#schedule(Math.max(this.#interval(), failure?.pause ?? 0));
  }

  /** Returns null, or for how many milliseconds to pause if the server can't send the page now. */
  async #load(url) {
    const number = ++this.#latest;
    const response = await this.#environment.fetch(url, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(TIMEOUT) });
    if (response.status >= 500 || response.status === 429) {
      return { pause: parseRetryAfter(response.headers.get("Retry-After")) * 1000 };
    }
    const next = response.ok && !response.redirected ? this.#parse(await response.text()) : null;
    if (number !== this.#latest) return null;
    // The login page, for example, or the page that says that the webhook is gone.
    if (!next) this.#parts.requestReload();
    else this.#parts.update(next);
    return null;
  }

  async #submit(event) {
    const form = event.target;
    if (!("inline" in form.dataset)) return;
    event.preventDefault();
    const button = form.querySelector("button");
    if (button.ariaDisabled === "true") return;
    button.ariaDisabled = "true";
    const sent = await this.#send(form).catch(() => false);
    button.ariaDisabled = null;
    // The browser shows the error.
    if (!sent) return form.submit();
    // The part with the button can't be replaced while it has the focus.
    if (form.closest("[data-part]")) this.#root.querySelector("#test").focus();
  }

  async #send(form) {
    const number = ++this.#latest;
    const { fetch, history } = this.#environment;
    const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const next = response.ok ? this.#parse(await response.text()) : null;
    if (!next) return false;
    this.#url = next.dataset.url;
    history.replaceState(null, "", this.#url);
    if (number === this.#latest) this.#parts.update(next);
    this.#schedule();
    return true;
  }

  #parse(html) {
    return new this.#environment.DOMParser().parseFromString(html, "text/html").querySelector("[data-live]");
  }
}

const root = globalThis.document?.querySelector("[data-live]");
if (root) new WebhookPage(root);
