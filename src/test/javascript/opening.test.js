import { Hasher } from "/uploads/client/hasher.js";
import { fingerprint, mediaTypeOf, UploadOpener } from "/uploads/client/opening.js";
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

test("the media type is that of the file without parameters, or else that of its extension", () => {
  assertEquals(mediaTypeOf({ type: "Video/MP4; codecs=avc1", name: "clip" }), "video/mp4");
  assertEquals(mediaTypeOf({ type: "", name: "clip.MKV" }), "video/x-matroska");
  assertEquals(mediaTypeOf({ type: "", name: "clip.m4v" }, ["video/mp4"]), "video/mp4");
  assertEquals(mediaTypeOf({ type: "text/plain", name: "notes.txt" }), null);
});

test("hashes a file as a whole if it is smaller than the limit", async () => {
  const context = {
    api: { open: async (facts) => facts },
    byteCounter: { recordChecked() {} },
    hasher,
    setPhase() {},
    withRetries: (step) => step(),
  };
  const { signal } = new AbortController();
  for (const size of [9, 10]) {
    const opener = new UploadOpener(new File([new Uint8Array(size)], "a"), { checksumLimit: 10, context });
    const facts = await opener.open(() => ({}), signal);
    assertEquals(Boolean(facts.checksumSha256), size < 10);
    assertEquals(facts.fingerprint.length, 44);
  }
});
