import { ByteCounter } from "/uploads/client/byteCounter.js";
import { ConcurrencyLimiter, StoreRequests } from "/uploads/client/concurrency.js";
import { Delivery } from "/uploads/client/delivery.js";
import { Problem } from "/web/problem.js";
import { assertEquals, test } from "./harness.js";

const { signal } = new AbortController();
const BUSY = new Problem("overloaded", { status: 503 });

/** The delivery of an open upload, for which the application gives these answers. */
function deliveryWith(api, pause = async () => {}) {
  const context = { api, now: Date.now, pause, setPhase() {}, withRetries: (step) => step() };
  return new Delivery(new File(["a"], "a"), { resume: { id: "one", method: "multipart" }, context });
}

/** Returns or throws the answers one after the other, and counts them. */
function answers(...all) {
  const next = async () => {
    next.count++;
    const answer = all.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  next.count = 0;
  return next;
}

test("asks for the verdict again after a temporary problem", async () => {
  const getVideo = answers(BUSY, { status: "PROCESSING" }, { status: "READY" });
  const video = await deliveryWith({ getVideo }).awaitVerdict({ status: "PROCESSING" }, signal);
  assertEquals(video.status, "READY");
  assertEquals(getVideo.count, 3);
});

test("asks for the verdict less and less often, but every fifteen seconds at least", async () => {
  const intervals = [];
  const pause = async (milliseconds) => intervals.push(milliseconds);
  const getVideo = async () => ({ status: "PROCESSING" });

  await deliveryWith({ getVideo }, pause).awaitVerdict({ status: "PROCESSING" }, signal);

  assertEquals(intervals.slice(0, 2), [1_000, 1_300]);
  assertEquals(Math.max(...intervals), 15_000);
});

test("a video that is deleted during the check has no verdict", async () => {
  for (const answer of [new Problem("not-found", { status: 404 }), { id: "one", status: "DELETED" }]) {
    const getVideo = answers(answer);
    assertEquals(await deliveryWith({ getVideo }).awaitVerdict({ id: "one", status: "PROCESSING" }, signal), null);
  }
});

test("the check of a video in the trash isn't awaited", async () => {
  const trashed = { status: "PROCESSING", deleteAfter: "2026-12-08T00:00:00Z" };
  const getVideo = answers(trashed);
  assertEquals(await deliveryWith({ getVideo }).awaitVerdict({ status: "PROCESSING" }, signal), trashed);
});

test("no problem with the verdict is one of the upload", async () => {
  const getVideo = answers(new Problem("forbidden", { status: 403 }));
  const video = await deliveryWith({ getVideo }).awaitVerdict({ id: "one", status: "PROCESSING" }, signal);
  assertEquals(video, { id: "one", status: "PROCESSING" });
});

test("a completion whose response is lost has the video of the stored upload", async () => {
  const api = { complete: answers(BUSY), getUpload: answers({ status: "STORED" }), getVideo: answers({ id: "one" }) };
  assertEquals(await deliveryWith(api).complete(signal), { id: "one" });
});

test("a completion that fails while the upload is open is a problem", async () => {
  const api = { complete: answers(BUSY), getUpload: answers({ status: "OPEN" }), getVideo: answers({ id: "one" }) };
  const problem = await deliveryWith(api)
    .complete(signal)
    .catch((error) => error);
  assertEquals(problem.code, "overloaded");
  assertEquals(api.getVideo.count, 0);
});

test("after too many requests a completion asks for nothing else before it is repeated", async () => {
  const tooMany = new Problem("too-many-requests", { status: 429, retryAfter: 3 });
  const api = { complete: answers(tooMany), getUpload: answers({ status: "OPEN" }) };
  const problem = await deliveryWith(api)
    .complete(signal)
    .catch((error) => error);
  assertEquals(problem.retryAfter, 3);
  assertEquals(api.getUpload.count, 0);
});

test("sends the bytes again at most twice if the store lacks some", async () => {
  const incomplete = new Problem("upload-incomplete", { status: 409 });
  let sent = 0;
  const expiresAt = new Date(Date.now() + 900_000).toISOString();
  const context = {
    api: {
      getUpload: async () => ({ status: "OPEN", parts: [] }),
      signParts: async (id, parts) => ({ parts: parts.map(({ number }) => ({ number, url: "/", headers: {}, expiresAt })) }),
      complete: answers(incomplete, incomplete, incomplete, { id: "one" }),
    },
    byteCounter: new ByteCounter(1),
    hasher: { available: false },
    lock: async () => async () => {},
    memory: { remember() {}, forget() {} },
    onId() {},
    storeRequests: new StoreRequests(new ConcurrencyLimiter(1)),
    retryBudget: { reset() {} },
    async send() {
      sent++;
    },
    setPhase() {},
    withRetries: (step) => step(),
  };
  const resume = { id: "one", method: "multipart", size: 1, partSize: 1, partChecksums: false };
  const problem = await new Delivery(new File(["a"], "a"), { resume, context }).run(() => ({}), signal).catch((error) => error);
  assertEquals(problem.code, "upload-incomplete");
  assertEquals(sent, 3);
});
