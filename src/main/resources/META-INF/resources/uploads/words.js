const SENTENCES = {
  unauthenticated: "Your session is over. Log in again in a new tab, then press Retry here: the file stays chosen.",
  forbidden: "This account may not upload.",
  "cross-site-request": "The server took this for a request from another site. Load the page again and choose the file once more.",
  "type-not-allowed": "The server does not take this type of file. Choose a video file.",
  "not-found": "The server does not know this upload any more. Press Retry to start it anew.",
  "upload-closed": "This upload is closed already. Press Retry to start it anew.",
  "upload-incomplete": "The store does not have the bytes yet. Press Retry to send them again.",
  "too-many-requests": "Too many requests at once. Wait a little, then press Retry.",
  "store-unavailable": "The store cannot be reached right now. Press Retry in a moment.",
  "database-unavailable": "The catalogue cannot be reached right now. Press Retry in a moment.",
  "internal-error": "Something went wrong on the server. Press Retry; if it happens again, tell the people who run this.",
  "connection-lost": "The connection was lost, and trying again did not help. Check the network, then press Retry. If it is fine, the store may not allow this page to send to it (CORS).",
  stalled: "Nothing moved any more, and trying again did not help. Check the network, then press Retry.",
  "store-busy": "The store is too busy, and trying again did not help. Press Retry in a moment.",
  "url-expired": "The store did not take the signed URL. Check this computer’s clock, then press Retry.",
  "bytes-changed": "The bytes were altered on the way, each time they were sent. Something between this computer and the store changes them; press Retry, from another network if you can.",
  "file-changed": "The file changed on disk after its upload began. Remove it, and choose it again when nothing writes to it any more.",
  "file-differs": "This is not the file that the unfinished upload began with: the parts in the store have other bytes. Nothing was mixed. Press Retry to upload this file as a new one.",
  "upload-vanished": "The store does not know this upload any more, and its parts are gone. Press Retry to start it anew.",
  "open-elsewhere": "This upload is under way in another tab. Close it there, then press Retry.",
  "part-invalid": "The server did not take the way in which the file was cut into parts. Remove it and choose it again.",
  "file-unreadable": "The file cannot be read any more: it was changed, moved or removed after you chose it. Remove it and choose it again.",
};

/** What a person can make of a problem. The server's own sentence is shown where it says more. */
export function words({ code, status, detail }) {
  if (SENTENCES[code]) return SENTENCES[code];
  if (code === "store-refused") return `The store refused the bytes (${detail || `status ${status}`}).`;
  return detail || `Something unexpected happened${status ? ` (status ${status})` : ""}. Press Retry.`;
}
