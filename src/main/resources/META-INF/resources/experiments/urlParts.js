import { format } from "../web/format.js";

/** The names of the parts of a URL, as the API calls them. */
export const PART_NAMES = {
  host: "Host",
  bucket: "Bucket",
  key: "Key",
  algorithm: "Algorithm",
  credential: "Credential",
  date: "Date",
  expires: "Expires",
  "signed-headers": "Signed headers",
  signature: "Signature",
  token: "Security token",
  query: "Other parameters",
};

const SERVICES = { s3: "Amazon S3 or compatible", google: "Google Cloud Storage" };
const METHOD_SOURCES = { request: "as given", signature: "confirmed by the signature", assumed: "assumed: the URL doesn’t contain it" };
const ADDRESSING = { path: "in the path", "path-assumed": "path style assumed", "virtual-hosted": "in the host" };
const OWN_SIGNATURE = { valid: "made by this application", invalid: "not made by this application for these values" };

/** The decoded parts of an inspected URL: {name, part, content} each. */
export function describeParts(inspection, countdown) {
  const { scope, signedAt, expiresIn } = inspection;
  return [
    { name: "Service", content: `${SERVICES[inspection.service]} (${inspection.algorithm})`, part: "algorithm" },
    { name: "Method", content: [code(inspection.method), ` ${METHOD_SOURCES[inspection.methodSource]}`] },
    { name: "Endpoint", content: code(inspection.endpoint), part: "host" },
    { name: "Bucket", content: [code(inspection.bucket), ` ${ADDRESSING[inspection.addressing]}`], part: "bucket" },
    { name: "Key", content: code(inspection.key), part: "key" },
    { name: "Access key", content: code(scope.accessKey), part: "credential" },
    { name: "Scope", content: code([scope.date, scope.region, scope.service, scope.terminator].filter(Boolean).join(" / ")), part: "credential" },
    { name: "Signed at", content: time(signedAt), part: "date" },
    { name: "Lifetime", content: expiresIn === null ? "not stated" : format.seconds(expiresIn), part: "expires" },
    { name: "Expires", content: inspection.expiresAt ? [time(inspection.expiresAt), " ", countdown] : "unknown", part: "expires" },
    { name: "Signed headers", content: code(inspection.signedHeaders.join(", ") || "none"), part: "signed-headers" },
    { name: "Signature", content: [code(inspection.signature), ` ${OWN_SIGNATURE[inspection.ownSignature] ?? ""}`], part: "signature" },
  ];
}

function code(text) {
  const element = document.createElement("code");
  const isolate = document.createElement("bdi");
  isolate.textContent = text || "none";
  element.append(isolate);
  return element;
}

function time(iso) {
  if (!iso) return "unknown";
  return Object.assign(document.createElement("time"), { dateTime: iso, textContent: format.localTime(iso), title: iso });
}
