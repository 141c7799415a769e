/**
 * Derives the signing key of Signature Version 4 in this browser. Nothing here sends or stores
 * anything, because the secret key must not leave the page.
 */

/** Whether the browser offers HMAC: only on https and localhost. */
export const canDerive = (crypto = globalThis.crypto) => Boolean(crypto?.subtle);

/**
 * The four keys in the order in which they are derived, each {name, formula, hex, bytes}.
 *
 * @param scope {date, region, service, terminator}
 */
export async function deriveKeys(secret, scope) {
  const prefix = scope.terminator.replace("_request", "").toUpperCase();
  const steps = [
    ["kDate", scope.date, `HMAC("${prefix}" + secret key, "${scope.date}")`],
    ["kRegion", scope.region, `HMAC(kDate, "${scope.region}")`],
    ["kService", scope.service, `HMAC(kRegion, "${scope.service}")`],
    ["kSigning", scope.terminator, `HMAC(kService, "${scope.terminator}")`],
  ];
  const keys = [];
  let key = utf8(prefix + secret);
  for (const [name, text, formula] of steps) {
    key = await hmac(key, text);
    keys.push({ name, formula, hex: hex(key), bytes: key });
  }
  return keys;
}

/** The signature of a text in hexadecimal. */
export async function sign(signingKey, stringToSign) {
  return hex(await hmac(signingKey, stringToSign));
}

async function hmac(key, text) {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, utf8(text)));
}

function utf8(text) {
  return new TextEncoder().encode(text);
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
