import { ByteCounter } from "/uploads/client/byteCounter.js";
import { ConcurrencyLimiter, StoreRequests } from "/uploads/client/concurrency.js";
import { Hasher } from "/uploads/client/hasher.js";
import { FileParts, MultipartTransfer } from "/uploads/client/multipart.js";
import { Problem } from "/web/problem.js";
import { assertEquals, test } from "./harness.js";

const { signal } = new AbortController();

/** Sends a file of one part, with this function instead of a request, and returns the problem, if any. */
async function sendOnePart(byteCounter, send) {
  const expiresAt = new Date(Date.now() + 900_000).toISOString();
  const upload = {
    serverState: { id: "one", partSize: 4 },
    signParts: async (parts) => parts.map(({ number }) => ({ number, url: "/", headers: {}, expiresAt })),
  };
  const context = {
    hasher: { available: false },
    storeRequests: new StoreRequests(new ConcurrencyLimiter(1)),
    byteCounter,
    setPhase() {},
    withRetries: (step) => step(),
    send,
  };
  const transfer = new MultipartTransfer(new File(["0123"], "a"), upload, { isNew: true, context });
  return transfer.send(signal).catch((problem) => problem);
}

test("divides a file into parts without gaps", async () => {
  const parts = new FileParts(new File(["0123456789ab"], "a"), 5).all;
  const texts = await Promise.all(parts.map(({ slice }) => slice.text()));
  assertEquals(
    parts.map(({ number, size }, index) => `${number} ${size} ${texts[index]}`),
    ["1 5 01234", "2 5 56789", "3 2 ab"],
  );
});

test("sends an own part again if the store has other bytes for it", async () => {
  const stored = new Map();
  const sent = [];
  const expiresAt = new Date(Date.now() + 900_000).toISOString();
  const upload = {
    serverState: { id: "one", partSize: 4 },
    signParts: async (parts) => parts.map((part) => ({ number: part.number, url: part, headers: {}, expiresAt })),
    fetchState: async () => ({ status: "OPEN", parts: [...stored.values()] }),
  };
  const context = {
    hasher: new Hasher(),
    storeRequests: new StoreRequests(new ConcurrencyLimiter(1)),
    byteCounter: new ByteCounter(10),
    setPhase() {},
    withRetries: (step) => step(),
    async send({ url }) {
      stored.set(url.number, url);
      sent.push(url.number);
    },
  };
  const transfer = new MultipartTransfer(new File(["0123456789"], "a"), upload, { isNew: true, context });
  await transfer.send(signal);

  stored.get(2).checksumSha256 = "other";
  stored.get(3).size = 1;
  sent.length = 0;
  await transfer.send(signal);

  assertEquals(sent.sort(), [2, 3]);
});

test("signs a part again once if the store refuses its URL", async () => {
  const refused = new Problem("url-expired", { status: 403 });
  let requests = 0;
  const problem = await sendOnePart(new ByteCounter(4), async () => {
    requests++;
    if (requests > 2) throw new Error("The part was signed again and again");
    throw refused;
  });
  assertEquals(problem.code, "url-expired");
  assertEquals(requests, 2);
});

test("bytes of a failed request don't count as sent", async () => {
  const byteCounter = new ByteCounter(4);
  const problem = await sendOnePart(byteCounter, async (request, slice, { onProgress }) => {
    onProgress(3);
    assertEquals(byteCounter.sent, 3);
    throw new Problem("store-refused", { status: 400 });
  });
  assertEquals(problem.code, "store-refused");
  assertEquals(byteCounter.sent, 0);
});
