/** An idempotency key. Not a UUID: randomUUID exists only on https and localhost. */
export function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
