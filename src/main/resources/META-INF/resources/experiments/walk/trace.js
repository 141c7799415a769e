import { requestJson } from "../../web/json.js";
import { sendSignedRequest } from "../../uploads/client/signedRequest.js";

/** Requests with bytes that are kept. Of the others only the number is known. */
const MAX_SENT = 3;

/**
 * Records requests and answers as they are sent, for the page: {method, url, headers, body, size, status,
 * answerHeaders, answerBody, startedAt, endedAt} each. Signed URLs are secrets: they stay in memory.
 */
export class Trace {
  #fetch;
  #send;
  #now;

  /** By kind: the first exchange, the last one, and their number. */
  first = {};
  calls = {};
  numbers = {};
  /** The first requests whose bytes the store has accepted or is receiving, and the last one that failed. */
  sent = [];
  failure = null;
  counts = { accepted: 0, failed: 0, bytes: 0 };

  constructor({ fetch = (...request) => globalThis.fetch(...request), send = sendSignedRequest, now = Date.now } = {}) {
    this.#fetch = fetch;
    this.#send = send;
    this.#now = now;
  }

  /** Calls the application, like requestJson. */
  request(kind, method, path, options = {}) {
    const fetch = (url, init) => this.fetch(kind, url, init);
    return requestJson(method, path, { ...options, fetch });
  }

  /** Like fetch. The answer's body is kept as text, so it must be short. */
  async fetch(kind, url, init = {}) {
    return this.#record(kind, url, init, (response) => response.text());
  }

  /** Reads the first bytes of an object in the store. They are kept in hexadecimal. */
  async fetchBytes(kind, url, count) {
    const range = { headers: { Range: `bytes=0-${count - 1}` } };
    await this.#record(kind, url, { ...range, credentials: "omit" }, async (response) => hexadecimal(await response.arrayBuffer()));
  }

  async #record(kind, url, init, readBody) {
    const { method = "GET", headers = {}, body = "" } = init;
    const size = new TextEncoder().encode(body).length;
    const exchange = { method, url: new URL(url, globalThis.location?.href).href, headers, body, size, startedAt: this.#now() };
    this.calls[kind] = exchange;
    this.first[kind] ??= exchange;
    this.numbers[kind] = (this.numbers[kind] ?? 0) + 1;
    const response = await this.#fetch(url, init);
    const answerBody = await readBody(response.clone());
    const answerHeaders = Object.fromEntries(response.headers);
    Object.assign(exchange, { status: response.status, answerHeaders, answerBody, endedAt: this.#now() });
    return response;
  }

  /** Sends bytes to the store, like sendSignedRequest. */
  async send({ url, headers }, blob, options = {}) {
    const request = new XMLHttpRequest();
    const exchange = { method: "PUT", url, headers, body: "", size: blob.size, startedAt: this.#now() };
    if (this.sent.length < MAX_SENT) this.sent.push(exchange);
    try {
      const answer = await this.#send({ url, headers }, blob, { ...options, request });
      this.counts.accepted++;
      this.counts.bytes += blob.size;
      return answer;
    } catch (problem) {
      this.counts.failed++;
      this.failure = exchange;
      this.sent = this.sent.filter((other) => other !== exchange);
      throw problem;
    } finally {
      const answerHeaders = parseHeaders(request.getAllResponseHeaders());
      Object.assign(exchange, { status: request.status, answerHeaders, answerBody: request.responseText, endedAt: this.#now() });
    }
  }
}

function hexadecimal(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

function parseHeaders(text) {
  const lines = (text ?? "").split("\r\n").filter(Boolean);
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
}
