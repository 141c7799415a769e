import { ExchangeRecorder } from "/uploads/exchangeRecorder.js";
import { describeExchange } from "/uploads/exchangeView.js";
import { describeSignedUrl } from "/uploads/signedUrl.js";
import { Problem } from "/web/problem.js";
import { assertEquals, test } from "./harness.js";

const SIGNATURE = "0123456789abcdef".repeat(4);
const QUERY = `X-Amz-Date=20261125T215840Z&X-Amz-Expires=900&X-Amz-SignedHeaders=content-type%3Bhost&X-Amz-Signature=${SIGNATURE}`;

function urlOf(part) {
  return `https://store.example/bucket/videos/one/source?${QUERY}&partNumber=${part}`;
}

test("takes signed URLs with the bucket in the path or in the host name apart", () => {
  const { host, bucket, key, signedAt, expiresAt, signedHeaders } = describeSignedUrl(urlOf(7), "videos/one/source");

  assertEquals([host, bucket, key], ["store.example", "bucket", "videos/one/source"]);
  assertEquals([signedAt, expiresAt], [Date.parse("2026-11-25T21:58:40Z"), Date.parse("2026-11-25T22:13:40Z")]);
  assertEquals(signedHeaders, ["content-type", "host"]);
  assertEquals(describeSignedUrl(`https://my-bucket.store.example/videos/one/source?${QUERY}`, "videos/one/source").bucket, "my-bucket");
});

test("never shows a whole signature", async () => {
  const recorder = new ExchangeRecorder({ send: async () => ({ status: 200 }) });
  await recorder.environment.send({ url: urlOf(1), headers: {} }, new Blob(["abc"]), {});
  const serverState = { key: "videos/one/source", method: "put" };

  const text = JSON.stringify(describeExchange(recorder, { serverState, file: { size: 3 } }));

  assertEquals(text.includes("012345…"), true);
  assertEquals(text.includes(SIGNATURE.slice(0, 8)), false);
});

test("keeps one request of many, and counts the others", async () => {
  let attempts = 0;
  const send = async () => {
    if (attempts++ % 3 === 0) throw new Problem("store-busy", { status: 503 });
    return { status: 200 };
  };
  const recorder = new ExchangeRecorder({ send, request: async () => ({}) });
  const { environment } = recorder;
  const recordMany = async (from, to) => {
    for (let part = from; part <= to; part++) {
      await environment.request("POST", "/api/uploads/one/parts", { body: { parts: [{ number: 1 }] } });
      await environment.send({ url: urlOf(part), headers: {} }, new Blob(["abc"]), {}).catch(() => {});
    }
    return JSON.stringify(recorder).length;
  };

  const size = await recordMany(1001, 1009);
  const sizeOfMany = await recordMany(1010, 1999);

  assertEquals([recorder.counts, recorder.calls.signing.count], [{ accepted: 666, failed: 333 }, 999]);
  assertEquals([recorder.sample.status, recorder.failure.code], [200, "store-busy"]);
  // Only the numbers have more digits.
  assertEquals(sizeOfMany - size < 20, true);
});

test("tells a request that the user has stopped from one that failed", async () => {
  const stopping = new AbortController();
  const send = async (signedRequest, blob, { signal }) => {
    stopping.abort();
    signal.throwIfAborted();
  };
  let time = 0;
  const recorder = new ExchangeRecorder({ send, now: () => ++time });
  await recorder.environment.send({ url: urlOf(1), headers: {} }, new Blob(["abc"]), { signal: stopping.signal }).catch(() => {});

  const [, , step] = describeExchange(recorder, { serverState: { key: "videos/one/source", method: "put" }, file: { size: 3 } });

  assertEquals([recorder.counts.failed, recorder.failure], [0, null]);
  assertEquals(step.facts.find(({ term }) => term === "Response").text.startsWith("none: stopped after 1 ms, sent at"), true);
});

test("forgets an upload when the file is uploaded from the beginning", async () => {
  const recorder = new ExchangeRecorder({ send: async () => ({ status: 200 }), request: async () => ({}) });
  const { environment } = recorder;
  await environment.request("POST", "/api/uploads", { body: { fileName: "a" } });
  await environment.send({ url: urlOf(1), headers: {} }, new Blob(["abc"]), {});
  await environment.request("PUT", "/api/uploads/one/completion", { body: {} });

  await environment.request("POST", "/api/uploads", { body: { fileName: "a" } });

  assertEquals([Object.keys(recorder.calls), recorder.sample, recorder.counts.accepted], [["opening"], null, 0]);
});
