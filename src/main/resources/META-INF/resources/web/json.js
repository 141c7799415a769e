import { Problem } from "./problem.js";

/** Calls the application's JSON API; throws a Problem unless the answer is 2xx. */
export async function json(method, path, { body, signal, fetch = globalThis.fetch } = {}) {
  const request = { method, signal, headers: { Accept: "application/json, application/problem+json" } };
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
    retryAfter: Number(response.headers.get("Retry-After")) || 0,
  });
}

function bodyOf(response) {
  return response.json().catch(() => {
    throw new Problem("connection-lost", { detail: "The answer broke off." });
  });
}
