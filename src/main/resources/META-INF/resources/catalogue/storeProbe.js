/** Milliseconds after which a store that doesn't respond counts as unreachable. */
const TIMEOUT = 10_000;

/**
 * Asks the store for the first byte of a signed URL, or the application for a playlist, because a media element doesn't report the status of a response.
 * Returns "available"; "refused", for example because the URL has expired; "missing"; "failing", if the store reports
 * an error of its own; "blocked", if the store's CORS rules don't allow this page to read the response; "offline"; or
 * "unreachable".
 */
export async function probeStore(url, { fetch = globalThis.fetch, online = () => navigator.onLine, timeout = TIMEOUT } = {}) {
  const request = (options) => firstResponse(fetch, url, { credentials: "same-origin", cache: "no-store", ...options }, timeout);
  const response = await request({ headers: { Range: "bytes=0-0" } }).catch(() => null);
  if (response) return meaningOf(response.status);
  if (!online()) return "offline";
  // Without CORS the response can't be read, but its arrival shows that the store is there.
  return request({ mode: "no-cors" }).then(
    () => "blocked",
    () => "unreachable",
  );
}

/** Returns the response as soon as its headers are there, and stops the transfer of its body. */
async function firstResponse(fetch, url, options, timeout) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeout);
  try {
    return await fetch(url, { ...options, signal: controller.signal });
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

function meaningOf(status) {
  if (status < 400) return "available";
  if (status === 404) return "missing";
  // Google's XML API answers 400 to an expired URL.
  return status === 400 || status === 401 || status === 403 ? "refused" : "failing";
}
