import { Problem } from "./problem.js";
import { retryAfter } from "./retryAfter.js";

/** Milliseconds for a call, where it does not say: a server that went away in the middle of an answer says nothing any more. */
const TIMEOUT = 60_000;

/** Calls the application's JSON API; throws a Problem unless the answer is 2xx. */
export async function json(method, path, { body, headers = {}, signal, credentials, keepalive, timeout = TIMEOUT, fetch = globalThis.fetch } = {}) {
  const limit = AbortSignal.timeout(timeout);
  const request = {
    method,
    credentials,
    keepalive,
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
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

async function problemOf(response) {
  // A proxy in front may answer with anything.
  const { code, detail, title } = await response.json().catch(() => ({}));
  return new Problem(code ?? "unexpected", {
    status: response.status,
    detail: detail ?? title ?? "",
    retryAfter: retryAfter(response.headers.get("Retry-After")),
  });
}

function bodyOf(response) {
  return response.json().catch(() => {
    throw new Problem("connection-lost", { detail: "The answer broke off." });
  });
}
