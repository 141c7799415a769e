/** The key of what one page of the lab hands to the signature inspector. It stays in this tab. */
const KEY = "slipway.lab.inspection";

/** Keeps a request to the store, with its answer, for the inspector. It is not sent to the server. */
export function storeInspection({ request, answer }, storage = sessionStorage) {
  storage.setItem(KEY, JSON.stringify({ ...request.signed, request: requestText(request), answer: answerText(answer) }));
}

/** Returns {method, url, headers, request, answer} that another page has kept, and forgets it. The first three are what the URL was signed for; null if there is none. */
export function takeInspection(storage = sessionStorage) {
  const text = storage.getItem(KEY);
  storage.removeItem(KEY);
  return JSON.parse(text);
}

/** A request {method, url, headers} as it is on the wire, without its body. */
export function requestText({ method, url, headers }) {
  const { pathname, search } = new URL(url);
  return [`${method} ${pathname}${search} HTTP/1.1`, ...headerLines(headers)].join("\n");
}

/** An answer {status, headers, body} as it is on the wire. */
export function answerText({ status, headers, body }) {
  return [`HTTP/1.1 ${status}`, ...headerLines(headers), "", body].join("\n");
}

function headerLines(headers) {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
}
