import { ConcurrencyLimiter } from "/uploads/client/concurrency.js";
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
