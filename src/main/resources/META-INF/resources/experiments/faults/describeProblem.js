/** Problems of the client itself, which have no status. */
const TEXTS = {
  "connection-lost": "Connection lost",
  stalled: "Connection stalled",
  "store-busy": "The store is busy",
  "store-refused": "The store refused the request",
  "url-expired": "The URL has expired",
  "bytes-changed": "The bytes changed in transit",
};

/** What failed, in words: the status and code of an answer, or why there was none. */
export function describeProblem({ status, code }) {
  if (TEXTS[code]) return TEXTS[code];
  if (!code) return "Stopped";
  return status ? `Response ${status} ${code}` : code.replaceAll("-", " ");
}
