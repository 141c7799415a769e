import { Hasher } from "/uploads/client/hasher.js";
import { fingerprint } from "/uploads/client/opening.js";
import { UppyUploads } from "/uploads/uppy/uploads.js";
import { assertEquals, test } from "./harness.js";

const MIB = 1024 * 1024;
const SIZE = 6 * MIB;

/** Opens an upload with Uppy's file, and returns what the application is told. */
async function openedWith(hasher) {
  const opened = [];
  const api = { open: async (facts) => (opened.push(facts), { id: "u1", key: "k", method: "multipart" }) };
  const uploads = new UppyUploads({ api, hasher, partSettings: { partsFrom: 5 * MIB, getChunkSize: () => 5 * MIB } });
  const data = new File([new Uint8Array(SIZE).fill(7)], "film.mp4");
  await uploads.create({ name: "film.mp4", type: "video/mp4", data, meta: {} });
  return { facts: opened[0], data };
}

test("opens uploads with the fingerprint by which Slipway's own client finds them", async () => {
  const hasher = new Hasher();

  const { facts, data } = await openedWith(hasher);

  assertEquals(facts.fingerprint, await fingerprint(data, { hasher }));
  assertEquals([facts.size, facts.checksumSha256, facts.partChecksums], [SIZE, undefined, true]);
});

test("opens uploads without a fingerprint where the browser can't hash", async () => {
  const { facts } = await openedWith({ available: false });

  assertEquals([facts.fingerprint, facts.partChecksums], [undefined, false]);
});
