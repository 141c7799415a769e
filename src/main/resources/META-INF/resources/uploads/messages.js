import { format } from "../web/format.js";
import { mediaTypeOf } from "./client/opening.js";

const PROBLEMS = {
  unauthenticated: "Your session has ended. Log in again in a new tab, then press Retry here. The file stays selected.",
  forbidden: "This account isn’t allowed to upload.",
  "cross-site-request": "The server treated this as a request from another site. Reload the page and choose the file again.",
  "not-found": "The server no longer has this upload. Press Retry to start a new one.",
  "upload-closed": "This upload has ended. Press Retry to start a new one.",
  "video-deleted": "The video was deleted. Press Retry to upload the file again.",
  "upload-incomplete": "The store doesn’t have the whole file. Press Retry to send what is missing.",
  "too-many-requests": "Too many requests. Wait a moment, then press Retry.",
  "store-unavailable": "The store can’t be reached. Press Retry in a moment.",
  "database-unavailable": "The catalogue can’t be reached. Press Retry in a moment.",
  "internal-error": "Something went wrong on the server. Press Retry. If it happens again, contact the administrator.",
  "connection-lost": "The connection was lost and retrying didn’t help. Check the network, then press Retry.",
  stalled: "The upload stalled and retrying didn’t help. Check the network, then press Retry.",
  "store-busy": "The store is busy and retrying didn’t help. Press Retry in a moment.",
  "url-expired": "The store refused even a new signed URL. Press Retry. If it happens again, contact the administrator: the clocks of application and store may differ, or the store’s key may lack a permission.",
  "bytes-changed": "The file was altered on the way to the store at each attempt. Something on the network, such as a proxy, changes it. Use another network if you can, then press Retry.",
  "file-changed": "The file changed on disk during the upload. Choose it again when no program is writing to it. It will be uploaded from the beginning.",
  "file-differs": "This isn’t the file that the unfinished upload started with, so nothing was sent. Press Retry to upload it as a new file.",
  "upload-vanished": "The store no longer has this upload. Press Retry to start a new one.",
  "open-elsewhere": "Another tab is sending this upload. Stop it there, then press Retry.",
  "part-invalid": "The server rejected how the file was divided into parts. Remove the file from the list and choose it again.",
  "file-unreadable": "The file can no longer be read. It was moved, changed or deleted, or its drive was removed. Choose it again to continue the upload.",
};

/** A user-supplied name in quotation marks, as part of a text. */
export function quoted(name) {
  return `“${format.isolated(name)}”`;
}

/** A problem as a message for the user. The server's own message is shown where it says more. */
export function problemMessage({ code, status, detail }) {
  // The browser says why a request to the server failed, but not why one to the store did.
  if (code === "connection-lost" && !detail) return `${PROBLEMS[code]} If it is fine, the store may not accept uploads from this page (CORS).`;
  if (PROBLEMS[code]) return PROBLEMS[code];
  if (code === "store-refused") return `The store refused the file: ${(detail || `status ${status}`).replace(/[^.!?]$/, "$&.")} Press Retry. If it happens again, contact the administrator.`;
  return detail || `Something went wrong${status ? ` (status ${status})` : ""}. Press Retry.`;
}

/** Why a file can't be uploaded; null if it can. */
export function fileObjection(file, { types, typeAdvice, maxSize }) {
  if (file.size === 0) return `${quoted(file.name)} is empty.`;
  if (file.size > maxSize) {
    const isRoundedAlike = format.bytes(file.size) === format.bytes(maxSize);
    const [size, limit] = [file.size, maxSize].map(isRoundedAlike ? format.exactBytes : format.bytes);
    return `${quoted(file.name)} is too large: it is ${size}, and the limit is ${limit}.`;
  }
  if (mediaTypeOf(file, types)) return null;
  const type = `file type ${file.type}`.trim();
  return `${quoted(file.name)} can’t be uploaded: the ${type} isn’t supported. ${typeAdvice}`;
}
