import { describeStep } from "/experiments/walk/content.js";
import { answerText, requestText } from "/experiments/walk/exchangeText.js";
import { Gate } from "/experiments/walk/gate.js";
import { preflightOf, requiredAnswer } from "/experiments/walk/preflight.js";
import { Trace } from "/experiments/walk/trace.js";
import { Walk } from "/experiments/walk/walk.js";
import { Problem } from "/web/problem.js";
import { assertEquals, test } from "./harness.js";

const FILE = new File(["abc"], "holiday.mp4", { type: "video/mp4" });
const ID = "abcdefghijklmnopqrstuvwxyz";
const SIGNATURE = "0123456789abcdef".repeat(4);
const URL_OF_PART = `https://store.example/bucket/videos/${ID}/source?X-Amz-Date=20261125T215840Z&partNumber=7&X-Amz-Signature=${SIGNATURE}`;

/** An application and a store that accept everything, and a record of what they were asked. */
function createWorld({ notifications = [{ notification: { state: "APPLIED" } }], status = "READY", send = async () => ({ status: 200 }) } = {}) {
  const world = { requests: [], now: 0, stored: false };
  const put = { url: URL_OF_PART, headers: {} };
  const bodies = {
    rows: { upload: { id: ID, status: "OPEN" }, notifications, object: {}, video: { status, stored_by: "NOTIFICATION" }, timeline: [] },
    opening: { id: ID, status: "OPEN", method: "put", put, expiresAt: new Date(Date.now() + 900_000).toISOString() },
    completion: { id: ID, status, rejectionText: status === "REJECTED" ? "The file has no index." : null },
    play: { url: URL_OF_PART },
  };
  const trace = new Trace({
    fetch: async (url, { method = "GET" }) => {
      const path = url.replace("https://app.example", "").replace(/\?.*/, "");
      world.requests.push(`${method} ${path}`);
      const kind = kindOf(method, path);
      if (kind === "completion" && !world.stored) return new Response(JSON.stringify({ code: "upload-incomplete" }), { status: 409 });
      return new Response(JSON.stringify(bodies[kind] ?? {}), { status: 200 });
    },
    send: async (...request) => {
      world.requests.push("PUT to the store");
      const answer = await send(...request);
      world.stored = true;
      return answer;
    },
  });
  const wait = async (millis) => (world.now += millis);
  const environment = { memory: { remember() {}, forget() {} }, lock: async () => () => {} };
  world.walk = new Walk(FILE, { type: "video/mp4", checksumLimit: 1000, endpoint: "https://app.example", trace, wait, now: () => world.now, environment });
  return world;
}

function kindOf(method, path) {
  if (path.includes("/api/lab/walks/")) return "rows";
  if (path.endsWith("/completion")) return "completion";
  if (path.endsWith("/urls")) return "play";
  return method === "POST" ? "opening" : "other";
}

test("sends nothing before the step in which it is sent", async () => {
  const { walk, requests } = createWorld();
  const requestsAfter = [];
  for (let step = 1; step <= 7; step++) {
    await walk.next();
    requestsAfter.push(requests.splice(0).join(", "));
  }

  assertEquals(requestsAfter, [
    "",
    "POST /api/uploads",
    `GET /api/lab/walks/${ID}`,
    "PUT to the store",
    `GET /api/lab/walks/${ID}`,
    `PUT /api/uploads/${ID}/completion, GET /api/lab/walks/${ID}`,
    `GET /api/lab/walks/${ID}, POST /api/videos/${ID}/urls, GET https://store.example/bucket/videos/${ID}/source`,
  ]);
});

test("computes the checksum in the first step", async () => {
  const { walk } = createWorld();

  const { checksum } = await walk.next();

  assertEquals(checksum, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
});

test("continues without a notification after ten seconds", async () => {
  const world = createWorld({ notifications: [] });
  for (let step = 1; step <= 4; step++) await world.walk.next();

  assertEquals((await world.walk.next()).notifications, []);
  assertEquals(world.now, 10_000);
  await world.walk.next();
  assertEquals(world.walk.done, 6);
});

test("plays no video that was rejected", async () => {
  const { walk, requests } = createWorld({ status: "REJECTED" });
  for (let step = 1; step <= 6; step++) await walk.next();

  const found = await walk.next();
  assertEquals(found.url, undefined);
  assertEquals(describeStep(7, found)[0].note, "The video was rejected: The file has no index.");
  assertEquals(requests.filter((request) => request.endsWith("/urls")), []);
});

test("repeats a step that failed", async () => {
  let attempts = 0;
  const send = async () => {
    if (attempts++ === 0) throw new Problem("store-refused", { status: 400 });
    return { status: 200 };
  };
  const { walk } = createWorld({ send });
  for (let step = 1; step <= 3; step++) await walk.next();

  const code = await walk.next().catch((problem) => problem.code);
  assertEquals([code, walk.done], ["store-refused", 3]);
  const { counts } = await walk.next();
  assertEquals([walk.done, attempts, counts.accepted, counts.failed], [4, 2, 1, 1]);
});

test("lets nothing pass after it was cancelled", async () => {
  const { walk, requests } = createWorld();
  for (let step = 1; step <= 3; step++) await walk.next();

  await walk.cancel();

  assertEquals(requests.at(-1), `DELETE /api/uploads/${ID}`);
  assertEquals(requests.includes("PUT to the store"), false);
});

test("a gate lets requests pass when it is opened, and refuses them when it is closed", async () => {
  const gate = new Gate();
  const passed = gate.pass();
  await gate.arrived;
  gate.open();
  await passed;

  const closed = new Gate();
  closed.close(new Error("cancelled"));
  assertEquals(await closed.pass().catch(({ message }) => message), "cancelled");
});

test("never shows a whole signature", () => {
  const body = JSON.stringify({ put: { url: URL_OF_PART } });
  const exchange = { method: "PUT", url: URL_OF_PART, headers: {}, body, size: 3, status: 200, answerHeaders: {}, answerBody: body, startedAt: 0, endedAt: 1 };

  for (const text of [requestText(exchange), answerText(exchange)]) {
    assertEquals(text.includes("X-Amz-Signature=012345…"), true);
    assertEquals(text.includes(SIGNATURE.slice(0, 8)), false);
  }
  const steps = describeStep(4, { sent: [exchange], counts: { accepted: 1, failed: 0, bytes: 3 }, serverState: { method: "put" } });
  assertEquals(steps.some(({ text }) => text?.includes(SIGNATURE)), false);
});

test("shows the first parts of a large file, and how many others there are", () => {
  const exchange = { method: "PUT", url: URL_OF_PART, headers: {}, body: "", size: 3, status: 200, answerHeaders: {}, answerBody: "", startedAt: 0, endedAt: 1 };

  const blocks = describeStep(4, {
    sent: [exchange, exchange, exchange],
    counts: { accepted: 9, failed: 0, bytes: 27 },
    signing: exchange,
    signings: 2,
    completion: exchange,
    serverState: { method: "multipart", partSize: 3, partCount: 9 },
  });

  const titles = blocks.map(({ title }) => title);
  assertEquals(titles.filter((title) => title === "Part 7").length, 3);
  assertEquals(titles.includes("6 more parts"), true);
});

test("shows the preflight before the PUT, with the headers that the browser asks for", () => {
  const headers = { "x-amz-checksum-sha256": "abc=", "If-None-Match": "*", "Content-Type": "video/mp4" };

  const preflight = preflightOf({ method: "PUT", url: URL_OF_PART, headers }, "https://app.example");

  assertEquals(preflight.headers, {
    Origin: "https://app.example",
    "Access-Control-Request-Method": "PUT",
    "Access-Control-Request-Headers": "content-type,if-none-match,x-amz-checksum-sha256",
  });
  assertEquals(requiredAnswer(preflight).split("\n"), [
    "2xx",
    "Access-Control-Allow-Origin: https://app.example, or *",
    "Access-Control-Allow-Methods: PUT, or *",
    "Access-Control-Allow-Headers: content-type,if-none-match,x-amz-checksum-sha256, or *",
  ]);
});

test("asks for no header that pages may send anyway", () => {
  const preflight = preflightOf({ method: "PUT", url: URL_OF_PART, headers: { "Content-Type": "text/plain; charset=utf-8" } }, "https://app.example");

  assertEquals(Object.keys(preflight.headers), ["Origin", "Access-Control-Request-Method"]);
  assertEquals(requiredAnswer(preflight).includes("Allow-Headers"), false);
});

test("knows that a store of the same origin gets no preflight", () => {
  assertEquals(preflightOf({ method: "PUT", url: URL_OF_PART, headers: {} }, "https://store.example"), null);
});

test("shows the preflight of one PUT, and of the first part only", () => {
  const exchange = { method: "PUT", url: URL_OF_PART, headers: {}, body: "", size: 3, status: 200, answerHeaders: {}, answerBody: "", startedAt: 0, endedAt: 1 };
  const counts = { accepted: 2, failed: 0, bytes: 6 };

  const single = describeStep(4, { sent: [exchange], counts, serverState: { method: "put" } });
  const parts = describeStep(4, { sent: [exchange, exchange], counts, signing: exchange, signings: 1, completion: exchange, serverState: { method: "multipart", partSize: 3, partCount: 2 } });

  for (const blocks of [single, parts]) assertEquals(blocks.filter(({ title }) => title === "Preflight").length, 1);
  assertEquals(single[0].text.startsWith("OPTIONS /bucket/videos/"), true);
});
