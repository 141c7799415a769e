import { requestJson } from "../web/json.js";
import { sendSignedRequest } from "./client/signedRequest.js";

const KINDS = [
  ["opening", /^POST .*\/api\/uploads$/],
  ["signing", /^(PUT .*\/url|POST .*\/parts)$/],
  ["completion", /^PUT .*\/completion$/],
];

/**
 * Records what one upload exchanges with the application and the store, so that the page can show it.
 * Of many similar requests it keeps one and the number, so its size is bounded. Signed URLs are secrets:
 * they stay in memory.
 */
export class ExchangeRecorder {
  #request;
  #send;
  #now;

  /** The last call of each kind: {count, method, path, body, status, code, stopped, startedAt, endedAt}. */
  calls = {};
  /** A request to the store: {url, headers, size, status, code, stopped, startedAt, endedAt}; an accepted one, if there is one. */
  sample = null;
  /** The last request that failed. */
  failure = null;
  counts = { accepted: 0, failed: 0 };

  constructor({ request = requestJson, send = sendSignedRequest, now = Date.now } = {}) {
    this.#request = request;
    this.#send = send;
    this.#now = now;
  }

  /** The entries of the client's environment that record. */
  get environment() {
    return {
      request: (method, path, options) => this.#recordCall(method, path, options),
      send: (signedRequest, blob, options) => this.#recordSend(signedRequest, blob, options),
    };
  }

  get isEmpty() {
    return Object.keys(this.calls).length === 0 && !this.sample;
  }

  #recordCall(method, path, options = {}) {
    const call = { method, path, body: options.body };
    const { fetch = globalThis.fetch } = options;
    const recordStatus = async (...request) => {
      const response = await fetch(...request);
      call.status = response.status;
      return response;
    };
    const kind = KINDS.find(([, pattern]) => pattern.test(`${method} ${path}`))?.[0];
    if (kind) this.#keepCall(kind, call);
    return this.#measure(call, () => this.#request(method, path, { ...options, fetch: recordStatus }), options.signal);
  }

  #keepCall(kind, call) {
    if (kind === "opening" && this.sample) this.#forget();
    const count = (this.calls[kind]?.count ?? 0) + 1;
    this.calls[kind] = Object.assign(call, { count });
  }

  // The upload starts again from the beginning.
  #forget() {
    this.calls = {};
    this.sample = null;
    this.failure = null;
    this.counts = { accepted: 0, failed: 0 };
  }

  async #recordSend({ url, headers }, blob, options = {}) {
    const exchange = { url, headers, size: blob.size };
    this.sample ??= exchange;
    const send = () => this.#send({ url, headers }, blob, options);
    try {
      const { status } = await this.#measure(exchange, send, options.signal);
      exchange.status = status;
      this.counts.accepted++;
      if (this.counts.accepted === 1) this.sample = exchange;
    } catch (problem) {
      if (!exchange.stopped) {
        this.counts.failed++;
        this.failure = exchange;
      }
      throw problem;
    }
  }

  async #measure(exchange, run, signal) {
    exchange.startedAt = this.#now();
    try {
      return await run();
    } catch (problem) {
      const { code, status } = problem;
      Object.assign(exchange, signal?.aborted ? { stopped: true } : { code, status: status || null });
      throw problem;
    } finally {
      exchange.endedAt = this.#now();
    }
  }
}
