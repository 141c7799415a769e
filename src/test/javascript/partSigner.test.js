import { runInParallel } from "/uploads/client/concurrency.js";
import { PartSigner } from "/uploads/client/partSigner.js";
import { assertEquals, test } from "./harness.js";

test("signs the first part alone and the others in batches", async () => {
  const batchSizes = [];
  const expiresAt = new Date(Date.now() + 900_000).toISOString();
  const signParts = async (parts) => {
    batchSizes.push(parts.length);
    return parts.map(({ number }) => ({ number, url: `/${number}`, headers: {}, expiresAt }));
  };
  const { signal } = new AbortController();
  const signer = new PartSigner(signParts, { count: 64, concurrency: 20, signal });
  const parts = Array.from({ length: 64 }, (_, index) => ({ number: index + 1 }));
  const urls = [];
  const createTask = () => async (part) => {
    await signer.sign(part);
    urls.push((await signer.signedRequest(part)).url);
  };
  await runInParallel(parts, 20, createTask, signal);

  assertEquals(batchSizes[0], 1);
  assertEquals(batchSizes.length < 12, true);
  assertEquals(Math.max(...batchSizes) <= 16, true);
  assertEquals(new Set(urls).size, 64);
});

test("signs a part again if its URL expires before the part is sent", async () => {
  let now = 0;
  const signedAt = [];
  const signParts = async (parts) => {
    signedAt.push(now);
    return parts.map(({ number }) => ({ number, url: `/${now}`, headers: {}, expiresAt: new Date(now + 900_000).toISOString() }));
  };
  const { signal } = new AbortController();
  const signer = new PartSigner(signParts, { count: 1, concurrency: 1, signal, now: () => now });
  const part = { number: 1 };
  await signer.sign(part);

  now = 800_000;
  assertEquals((await signer.signedRequest(part)).url, "/0");

  now = 880_000;
  assertEquals((await signer.signedRequest(part)).url, "/880000");
  assertEquals(signedAt, [0, 880_000]);
});

test("after a lost connection, signs a part again only if its URL may have expired", async () => {
  let now = 0;
  const expiresAt = new Date(900_000).toISOString();
  const signParts = async (parts) => parts.map(({ number }) => ({ number, url: `/${now}`, headers: {}, expiresAt }));
  const { signal } = new AbortController();
  const signer = new PartSigner(signParts, { count: 1, concurrency: 1, signal, now: () => now });
  const part = { number: 1 };
  await signer.sign(part);

  now = 60_000;
  signer.dropSuspect(part);
  assertEquals((await signer.signedRequest(part)).url, "/0");

  now = 60_001;
  signer.dropSuspect(part);
  assertEquals((await signer.signedRequest(part)).url, "/60001");
});
