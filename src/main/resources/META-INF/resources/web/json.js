import { Problem } from "./problem.js";

/** Default time limit of a call in milliseconds. Without one, a call to a server that died mid-response would never end. */
export const REQUEST_TIMEOUT = 60_000;

/** Path below which the application is served: "" or, for example, "/video". Modules are one folder below it. */
export const basePath = new URL("..", import.meta.url).pathname.replace(/\/$/, "");

/** Calls the application's JSON API. Returns the parsed response body; throws a Problem if the status isn't 2xx. */
export async function requestJson(method, path, { body, headers = {}, signal, credentials, keepalive, timeout = REQUEST_TIMEOUT, fetch = globalThis.fetch } = {}) {
  const timeoutSignal = AbortSignal.timeout(timeout);
  const request = {
    method,
    credentials,
    keepalive,
    signal: signal ? AbortSignal.any([signal, timeoutSignal]) : timeoutSignal,
    headers: { Accept: "application/json, application/problem+json", ...headers },
  };
  if (body !== undefined) {
    request.headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  const response = await fetch(path, request).catch((error) => {
    if (signal?.aborted) throw signal.reason;
    throw new Problem("connection-lost", { detail: error.message });
  });
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 ? null : bodyOf(response);
}

/** Parses a Retry-After header, in seconds or as a date. Returns seconds; 0 without a valid header. */
export function parseRetryAfter(header, now = Date.now()) {
  if (!header) return 0;
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Math.max(0, seconds) || 0;
}

/** Returns the problem that a response with an error describes. */
export async function problemOf(response) {
  // A proxy in front of the application may answer with something other than JSON.
  const { code, detail, title } = await response.json().catch(() => ({}));
  return new Problem(code ?? "unexpected", {
    status: response.status,
    detail: detail ?? title ?? "",
    retryAfter: parseRetryAfter(response.headers.get("Retry-After")),
  });
}

function bodyOf(response) {
  return response.json().catch(() => {
    throw new Problem("connection-lost", { detail: "The response was cut off." });
  });
}
