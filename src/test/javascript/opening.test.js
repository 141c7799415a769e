import { Hasher } from "/uploads/client/hasher.js";
import { fingerprint } from "/uploads/client/opening.js";
import { assertEquals, test } from "./harness.js";

const MIB = 1024 * 1024;
const BYTES = new Uint8Array(8 * MIB).map((_, index) => index % 251);
const hasher = new Hasher();

/** A file whose name and time depend on what is changed in it. */
function fileWith({ changedAt } = {}) {
  const bytes = BYTES.slice();
  if (changedAt !== undefined) bytes[changedAt] ^= 1;
  return new File([bytes], `name-${changedAt}`, { lastModified: changedAt ?? 7 });
}

function fingerprintOf(file) {
  return fingerprint(file, { hasher });
}

test("the fingerprint depends on size, beginning, middle and end, not on the name", async () => {
  const original = await fingerprintOf(fileWith());
  const changed = await Promise.all([0, 4 * MIB, 8 * MIB - 1].map((changedAt) => fingerprintOf(fileWith({ changedAt }))));
  const shorter = await fingerprintOf(fileWith().slice(0, 8 * MIB - 1));

  assertEquals(await fingerprintOf(fileWith()), original);
  assertEquals(new Set([original, ...changed, shorter]).size, 5);
  assertEquals(original.length, 44);
  assertEquals(await fingerprintOf(fileWith({ changedAt: 2 * MIB })), original);
});
