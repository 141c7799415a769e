import { requestJson } from "../web/json.js";

/** Requests at the same time, so that the details of many files leave connections to the uploads. */
const MAX_ACTIVE = 4;

/**
 * Bytes of the bodies under way that outlive the page. Browsers refuse requests beyond 64 KiB of them.
 * https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
 */
const MAX_KEPT_ALIVE = 60 * 1024;

/** Sends changed details, a few at a time. */
export class DetailsRequests {
  #request;
  #active = 0;
  #keptAlive = 0;
  /** What begins each waiting request, and the bytes of its body. */
  #waiting = [];

  constructor({ request = requestJson } = {}) {
    this.#request = request;
  }

  /**
   * Resolves with the response's body; rejects with a Problem.
   *
   * @param urgent whether it can't wait for others, because the page may be about to end
   */
  async send(path, body, { urgent = false } = {}) {
    const size = new TextEncoder().encode(JSON.stringify(body)).length;
    if (this.#active >= MAX_ACTIVE && !urgent) await new Promise((start) => this.#waiting.push({ start, size }));
    this.#active += 1;
    // Kept alive, so that leaving the page doesn't lose the change.
    const keepalive = this.#keptAlive + size <= MAX_KEPT_ALIVE;
    const kept = keepalive ? size : 0;
    this.#keptAlive += kept;
    try {
      return await this.#request("PATCH", path, { body, keepalive });
    } finally {
      this.#keptAlive -= kept;
      this.#active -= 1;
      if (this.#active < MAX_ACTIVE) this.#waiting.shift()?.start();
    }
  }

  /** Sends at once what still waits, because the page ends. */
  sendAll() {
    for (const { start } of this.#waiting.splice(0)) start();
  }

  /** Sends at once as much of what waits as outlives the page, which was hidden and may end. The rest would gain nothing. */
  sendKeptAlive() {
    let free = MAX_KEPT_ALIVE - this.#keptAlive;
    while (this.#waiting.length > 0 && (free -= this.#waiting[0].size) >= 0) this.#waiting.shift().start();
  }
}
