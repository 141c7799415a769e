import { Problem } from "../../web/problem.js";
import { retryAfter } from "../../web/retryAfter.js";

const CHECKSUM_CODES = ["BadDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch", "InvalidDigest"];
const BUSY_CODES = ["RequestTimeout", "SlowDown"];

/** The store's answer to a PUT, an S3 error document, as a Problem. */
export function refusal(request) {
  const { status, responseText: xml } = request;
  const store = { code: element(xml, "Code"), message: element(xml, "Message") };
  const detail = [store.code, store.message].filter(Boolean).join(": ");
  return new Problem(codeOf(status, store), { status, detail, retryAfter: retryAfter(headerOf(request)) });
}

function codeOf(status, { code, message }) {
  // That nothing may stand under the key is signed, so it is taken: by these bytes, sent before.
  if (status === 412) return "already-stored";
  if (status === 403 && (code === "AccessDenied" || /expired/i.test(message))) return "url-expired";
  // What Google says of it, with 400.
  if (code === "ExpiredToken") return "url-expired";
  if (code === "NoSuchUpload") return "upload-vanished";
  // Another PUT to this key is under way: the one before, whose connection was lost.
  if (status === 409) return "store-busy";
  if (CHECKSUM_CODES.includes(code)) return "bytes-changed";
  if (status === 408 || status === 429 || status >= 500 || BUSY_CODES.includes(code)) return "store-busy";
  return "store-refused";
}

function element(xml, name) {
  return xml.match(new RegExp(`<${name}>([^<]*)</${name}>`))?.[1] ?? "";
}

// Asked for by its name, a header that the store does not expose is an error in the console.
function headerOf(request) {
  return request.getAllResponseHeaders().match(/^retry-after:\s*(.+)$/im)?.[1];
}
