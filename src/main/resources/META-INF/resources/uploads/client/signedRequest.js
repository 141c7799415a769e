import { parseRetryAfter } from "../../web/json.js";
import { Problem } from "../../web/problem.js";

/** Milliseconds that a URL must still be valid to be used. */
const MIN_REMAINING_TIME = 30_000;
/**
 * Milliseconds. If a URL is older than this, a lost connection may mean that it expired: browsers report
 * a failed preflight as a lost connection.
 */
const SUSPECT_AGE = 60_000;

/** Milliseconds without progress on any request, while a body is being sent. */
const STALL_TIMEOUT = 60_000;
/** The same once the whole body was sent, while the store's response is awaited. */
const RESPONSE_TIMEOUT = 120_000;
/** Milliseconds between two checks for a stall. */
const CHECK_INTERVAL = 5_000;
/** Milliseconds that one request may be silent while others make progress. */
const MAX_REQUEST_SILENCE = 300_000;

const CHECKSUM_CODES = ["BadDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch", "InvalidDigest"];
const BUSY_CODES = ["RequestTimeout", "SlowDown"];

/** Progress on any request of the page. */
const pageActivity = { count: 0 };

/** Whether a URL is valid long enough to start a request. */
export function hasTimeLeft(expiresAt, now) {
  return Date.parse(expiresAt) - now > MIN_REMAINING_TIME;
}

/** Whether a lost connection may mean that the URL has expired. `expiresAt` doesn't tell: the local clock may be wrong. */
export function mayHaveExpired(signedAt, now) {
  return now - signedAt > SUSPECT_AGE;
}

/** Whether a new signature may help: stores report an expired URL with status 403 or 400. */
export function needsNewSignature({ status, code }) {
  return status === 403 || code === "url-expired";
}

/**
 * Sends a blob to a signed URL. Uses XMLHttpRequest, because fetch doesn't report upload progress.
 * Resolves to {status} when the store has answered 2xx; throws a Problem otherwise.
 */
export async function sendSignedRequest({ url, headers }, blob, { signal, onProgress = () => {}, request = new XMLHttpRequest(), timers = globalThis }) {
  signal?.throwIfAborted();
  const stalled = await exchange(request, { url, headers, blob, signal, onProgress, timers });
  const { status } = request;
  if (status >= 200 && status < 300) return { status };
  if (status > 0) throw problemOf(request);
  await requireReadable(blob);
  throw new Problem(stalled ? "stalled" : "connection-lost");
}

/** Resolves when the request has ended; returns whether it was aborted because it stalled. */
function exchange(request, { url, headers, blob, signal, onProgress, timers }) {
  return new Promise((resolve, reject) => {
    let stalled = false;
    const onStall = () => {
      stalled = true;
      request.abort();
    };
    const stallDetector = new StallDetector(STALL_TIMEOUT, onStall, { timers });
    const abort = () => {
      // Before request.abort(), which fires loadend.
      reject(signal.reason);
      request.abort();
    };
    request.upload.onprogress = ({ loaded }) => {
      stallDetector.recordActivity();
      onProgress(loaded);
    };
    request.upload.onload = () => stallDetector.restart(RESPONSE_TIMEOUT);
    request.onloadend = () => {
      stallDetector.stop();
      signal?.removeEventListener("abort", abort);
      resolve(stalled);
    };
    signal?.addEventListener("abort", abort, { once: true });

    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.send(blob);
  });
}

// A file that changed on disk ends a request like a lost connection. Only reading it shows the difference.
async function requireReadable(blob) {
  await blob
    .slice(0, 1)
    .arrayBuffer()
    .catch((error) => {
      throw new Problem("file-unreadable", { detail: error.message });
    });
}

/** Converts the store's response to a PUT, an S3 error document, into a Problem. */
function problemOf(request) {
  const { status, responseText: xml } = request;
  const error = { code: elementText(xml, "Code"), message: elementText(xml, "Message") };
  const detail = [error.code, error.message].filter(Boolean).join(": ");
  return new Problem(codeOf(status, error), { status, detail, retryAfter: parseRetryAfter(retryAfterHeader(request)) });
}

function codeOf(status, { code, message }) {
  // The request is signed with If-None-Match, so an object exists: an earlier attempt stored these bytes.
  if (status === 412) return "already-stored";
  if (status === 403 && (code === "AccessDenied" || /expired/i.test(message))) return "url-expired";
  // Google reports an expired URL with status 400.
  if (code === "ExpiredToken") return "url-expired";
  if (code === "NoSuchUpload") return "upload-vanished";
  // Another PUT to this key is still running: the previous attempt, whose connection was lost.
  if (status === 409) return "store-busy";
  if (CHECKSUM_CODES.includes(code)) return "bytes-changed";
  if (status === 408 || status === 429 || status >= 500 || BUSY_CODES.includes(code)) return "store-busy";
  return "store-refused";
}

function elementText(xml, name) {
  return xml.match(new RegExp(`<${name}>([^<]*)</${name}>`))?.[1] ?? "";
}

// getResponseHeader() logs an error for a header that the store's CORS rules don't expose.
function retryAfterHeader(request) {
  return request.getAllResponseHeaders().match(/^retry-after:\s*(.+)$/im)?.[1];
}

/**
 * Detects that a request has stalled: either no request of the page made progress for a while, or this
 * one was silent for very long. Requests share one network, and on a slow one each of them reports
 * progress only every few minutes. The detector counts checks instead of time, because a frozen page
 * gets one late timer event, before the progress events that it missed.
 */
export class StallDetector {
  #activity;
  #timers;
  #timer;
  #lastActivity;
  #maxChecksWithoutPageActivity;
  #checksWithoutPageActivity = 0;
  #checksWithoutOwnActivity = 0;

  /** @param timeout in milliseconds */
  constructor(timeout, onStall, { activity = pageActivity, timers = globalThis } = {}) {
    this.#activity = activity;
    this.#timers = timers;
    this.restart(timeout);
    this.#timer = timers.setInterval(() => this.#isStalled() && onStall(), CHECK_INTERVAL);
  }

  recordActivity() {
    this.#activity.count++;
    this.#checksWithoutOwnActivity = 0;
  }

  /** Starts again with another timeout. */
  restart(timeout) {
    this.#maxChecksWithoutPageActivity = Math.ceil(timeout / CHECK_INTERVAL);
    this.#checksWithoutPageActivity = 0;
    this.recordActivity();
    this.#lastActivity = this.#activity.count;
  }

  stop() {
    this.#timers.clearInterval(this.#timer);
  }

  #isStalled() {
    const isPageActive = this.#activity.count !== this.#lastActivity;
    this.#checksWithoutPageActivity = isPageActive ? 0 : this.#checksWithoutPageActivity + 1;
    this.#lastActivity = this.#activity.count;
    this.#checksWithoutOwnActivity++;
    return (
      this.#checksWithoutPageActivity >= this.#maxChecksWithoutPageActivity ||
      this.#checksWithoutOwnActivity >= MAX_REQUEST_SILENCE / CHECK_INTERVAL
    );
  }
}
