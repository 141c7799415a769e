/** Headers with which a store refuses to overwrite an object, as S3 and Google call them. */
const PRECONDITIONS = ["if-none-match", "x-goog-if-generation-match"];

/** Milliseconds that the store has for its answer. The body has 33 bytes at most. */
const TIMEOUT = 20_000;

/** What each change does to a signed PUT. Everything else stays as it was signed. */
const CHANGES = {
  type: ({ headers, ...request }) => ({ ...request, headers: { ...without(headers, "content-type"), "Content-Type": "text/html" } }),
  length: ({ body, ...request }) => ({ ...request, body: `${body}.` }),
  bytes: ({ body, ...request }) => ({ ...request, body: `${body.slice(0, -1)}!` }),
  header: ({ headers, ...request }) => ({ ...request, headers: without(headers, findPrecondition(headers)) }),
  method: (request) => ({ ...request, method: "DELETE" }),
  path: ({ url, ...request }) => ({ ...request, url: url.replace(/[^/?]*(?=\?|$)/, "other") }),
};

/**
 * A signed request with one change.
 *
 * @param request {method, url, headers, body}; the body is text in ASCII
 * @param change one of the names above
 */
export function changeRequest(request, change) {
  return CHANGES[change](request);
}

/**
 * Sends a request to the store. Returns {request, answer, timedOut} in the form in which inspections are handed over;
 * the answer is null if the store did not send one in time, or if the browser doesn't let the page read it.
 */
export async function sendToStore({ method, url, headers, body }, { fetch = (...call) => globalThis.fetch(...call), timeout = TIMEOUT } = {}) {
  const sent = { method, url, headers: { Host: new URL(url).host, ...headers, "Content-Length": String(body.length) } };
  try {
    // As bytes: a text would get a Content-Type of its own.
    const response = await fetch(url, { method, headers, body: new TextEncoder().encode(body), credentials: "omit", signal: AbortSignal.timeout(timeout) });
    const answer = { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    return { request: sent, answer, timedOut: false };
  } catch (error) {
    return { request: sent, answer: null, timedOut: error?.name === "TimeoutError" };
  }
}

function findPrecondition(headers) {
  return Object.keys(headers).find((name) => PRECONDITIONS.includes(name.toLowerCase())) ?? "content-type";
}

function without(headers, omitted) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== omitted.toLowerCase()));
}
