import { ByteCounter } from "/uploads/client/byteCounter.js";
import { ConcurrencyLimiter } from "/uploads/client/concurrency.js";
import { Hasher } from "/uploads/client/hasher.js";
import { FileParts, MultipartTransfer } from "/uploads/client/multipart.js";
import { assertEquals, test } from "./harness.js";

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
    requestSlots: new ConcurrencyLimiter(1),
    byteCounter: new ByteCounter(10),
    setPhase() {},
    withRetries: (step) => step(),
    async send({ url }) {
      stored.set(url.number, url);
      sent.push(url.number);
    },
  };
  const transfer = new MultipartTransfer(new File(["0123456789"], "a"), upload, { isNew: true, context });
  const { signal } = new AbortController();
  await transfer.send(signal);

  stored.get(2).checksumSha256 = "other";
  stored.get(3).size = 1;
  sent.length = 0;
  await transfer.send(signal);

  assertEquals(sent.sort(), [2, 3]);
});
