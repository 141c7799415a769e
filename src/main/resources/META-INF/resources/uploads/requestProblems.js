/** Problems of a request that isn't part of an upload, which has no Retry button. */
const REQUEST_PROBLEMS = {
  unauthenticated: "Your session has ended. Log in again in a new tab.",
  forbidden: "This account isn’t allowed to do this.",
  "cross-site-request": "The server treated this as a request from another site. Reload the page.",
  "not-found": "The upload has ended, or the video was deleted.",
  "upload-closed": "The upload has ended.",
  "open-elsewhere": "Another tab is sending this upload. Stop it there first.",
  "too-many-requests": "There were too many requests.",
  "store-unavailable": "The store can’t be reached.",
  "database-unavailable": "The catalogue can’t be reached.",
  "internal-error": "Something went wrong on the server.",
  "connection-lost": "The server can’t be reached. Check the network.",
};

/**
 * The problem of a request that isn't part of an upload, such as a change of the details, as a message for the user.
 *
 * @param next what the user or the page does next; empty if nothing helps
 */
export function requestProblemMessage({ code, status, detail, transient }, next = transient ? "Try again in a moment." : "") {
  const text = REQUEST_PROBLEMS[code] ?? (detail || `Something went wrong${status ? ` (status ${status})` : ""}.`);
  return next ? `${text} ${next}` : text;
}
