import { ConcurrencyLimiter, StoreRequests } from "/uploads/client/concurrency.js";
import { assertEquals, test } from "./harness.js";

test("gives a free slot to the lowest priority number, then to the first to arrive", async () => {
  const limiter = new ConcurrencyLimiter(1);
  const order = [];
  let finish;
  const finished = new Promise((resolve) => (finish = resolve));
  const running = limiter.run(() => finished);
  const late = { priority: 9 };
  const waiting = [
    ["b", { priority: 2 }],
    ["late", late],
    ["a", { priority: 1 }],
    ["c", { priority: 2 }],
  ].map(([name, requester]) => limiter.run(() => order.push(name), { requester }));
  const controller = new AbortController();
  const aborted = limiter.run(() => order.push("aborted"), { signal: controller.signal }).catch(() => {});
  controller.abort();
  late.priority = 0;
  finish();
  await Promise.all([running, aborted, ...waiting]);

  assertEquals(order, ["late", "a", "b", "c"]);
});

test("starts a task at once, and keeps to the limit again afterwards", async () => {
  const limiter = new ConcurrencyLimiter(1);
  const running = new Set();
  const ends = {};
  const run = (name, requester) =>
    limiter.run(() => new Promise((resolve) => (running.add(name), (ends[name] = () => (running.delete(name), resolve())))), { requester });
  const urgent = {};
  const tasks = [run("first", {}), run("second", {}), run("urgent", urgent)];
  await settled();

  limiter.startNow(urgent);
  await settled();
  assertEquals([...running], ["first", "urgent"]);

  ends.first();
  await settled();
  assertEquals([...running], ["urgent"]);
  ends.urgent();
  await settled();
  assertEquals([...running], ["second"]);
  ends.second();
  await Promise.all(tasks);
});

test("tells whether all requests of an upload wait for those of others", async () => {
  const limiter = new ConcurrencyLimiter(1);
  let end;
  const other = new StoreRequests(limiter, { priority: 0 });
  const upload = new StoreRequests(limiter, { priority: 1 });
  const controller = new AbortController();
  const first = other.run(() => new Promise((resolve) => (end = resolve)));
  const second = upload.run(async () => upload.running);
  const aborted = upload.run(async () => {}, controller.signal).catch(() => {});
  await settled();

  assertEquals([other.allWait, other.running, upload.allWait, upload.running], [false, 1, true, 0]);
  controller.abort();
  await aborted;
  assertEquals(upload.allWait, true);
  end();
  assertEquals([await second, await first], [1, undefined]);
  assertEquals([upload.allWait, upload.running], [false, 0]);
});

function settled() {
  return new Promise((resolve) => setTimeout(resolve));
}
