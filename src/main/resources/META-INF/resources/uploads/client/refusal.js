import { Problem } from "../web/problem.js";

const CHECKSUM_CODES = ["BadDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch", "InvalidDigest"];

/** The store's answer to a PUT, an S3 error document, as a Problem. */
export function refusal(status, xml) {
  const store = { code: element(xml, "Code"), message: element(xml, "Message") };
  const detail = [store.code, store.message].filter(Boolean).join(": ");
  return new Problem(codeOf(status, store), { status, detail });
}

function codeOf(status, { code, message }) {
  // If-None-Match: * is signed, so the key is taken: by these bytes, sent before.
  if (status === 412) return "already-stored";
  if (status === 403 && (code === "AccessDenied" || /expired/i.test(message))) return "url-expired";
  // Another PUT to this key is under way: the one before, whose connection was lost.
  if (status === 409) return "store-busy";
  if (CHECKSUM_CODES.includes(code)) return "bytes-changed";
  if (status === 429 || status >= 500 || code === "RequestTimeout") return "store-busy";
  return "store-refused";
}

function element(xml, name) {
  return xml.match(new RegExp(`<${name}>([^<]*)</${name}>`))?.[1] ?? "";
}
