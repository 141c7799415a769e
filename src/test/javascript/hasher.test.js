import { Hasher } from "/uploads/client/hasher.js";
import { assertEquals, test } from "./harness.js";

const BLOB = new Blob(["abc"]);
/** The test vector of FIPS 180-2 for "abc". */
const SHA256_OF_BLOB = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

test("hashes in a worker", async () => {
  assertEquals(await new Hasher().hash(BLOB), SHA256_OF_BLOB);
});

test("hashes in the page if workers can't be created", async () => {
  const createWorker = () => {
    throw new DOMException("no", "SecurityError");
  };
  assertEquals(await new Hasher({ createWorker }).hash(BLOB), SHA256_OF_BLOB);
});

test("hashes in the page if workers don't load", async () => {
  const createWorker = () => ({ hash: async () => null });
  assertEquals(await new Hasher({ createWorker }).hash(BLOB), SHA256_OF_BLOB);
});

test("reports a small blob once", async () => {
  const progress = [];
  await new Hasher().hash(BLOB, { onProgress: (done) => progress.push(done) });
  assertEquals(progress, [3]);
});

test("reads a large blob in pieces, and reports each", async () => {
  const MIB = 1024 * 1024;
  const bytes = new Uint8Array(33 * MIB).map((_, index) => index >> 16);
  const expected = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const progress = [];

  const checksum = await new Hasher().hash(new Blob([bytes]), { onProgress: (done) => progress.push(done / MIB) });

  assertEquals(checksum, btoa(String.fromCharCode(...expected)));
  assertEquals(progress, [16, 32, 33]);
});

test("uses a worker again", async () => {
  let created = 0;
  const createWorker = () => {
    created++;
    return { hash: async () => "checksum" };
  };
  const hasher = new Hasher({ createWorker });
  for (let count = 0; count < 3; count++) assertEquals(await hasher.hash(BLOB), "checksum");
  assertEquals(created, 1);
});
