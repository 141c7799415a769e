import { Connection } from "/uploads/client/environment.js";
import { retry, RetryBudget, RetryTimers } from "/uploads/client/retry.js";
import { Problem } from "/web/problem.js";
import { assertEquals, test } from "./harness.js";

const { signal } = new AbortController();

test("waits longer after each failure, and as long as the server asks", async () => {
  const delays = [];
  const timers = { wait: async ({ delay }) => delays.push(delay / 1000) };
  const options = { signal, timers, connection: new Connection(), budget: new RetryBudget(), random: () => 0.5 };
  let attempts = 0;
  const step = () => {
    attempts++;
    if (attempts === 9) return "done";
    throw new Problem("store-busy", { status: 503, retryAfter: attempts === 3 ? 60 : 0 });
  };

  assertEquals(await retry(step, options), "done");
  assertEquals(delays, [1, 2, 60, 10, 20, 30, 30, 30]);
});

test("offline attempts don't count as failures", async () => {
  const navigator = { onLine: false };
  const connection = new Connection({ navigator });
  const waits = [];
  const timers = {
    async wait(nextAttempt) {
      waits.push(nextAttempt.offline ? "offline" : nextAttempt.attempt);
      navigator.onLine = waits.length > 30;
    },
  };
  let attempts = 0;
  const step = async () => {
    if (!connection.online) throw new Problem("connection-lost");
    return ++attempts;
  };

  await retry(step, { signal, timers, connection, budget: new RetryBudget({ limit: 0, failures: 2, gap: 0 }) });

  assertEquals(attempts, 1);
  assertEquals(waits.length, 31);
  assertEquals(new Set(waits).size, 1);
});

test("a server that responds is reachable, even if the browser reports that it is offline", async () => {
  const connection = new Connection({ navigator: { onLine: false } });
  let waits = 0;
  const timers = { wait: async () => waits++ };
  const run = (step) => retry(step, { signal, timers, connection, budget: new RetryBudget() });

  await run(async () => "opened");
  await run(async () => "sent");
  assertEquals(waits, 1);

  let failed = false;
  await run(async () => {
    if (failed) return "sent";
    failed = true;
    throw new Problem("connection-lost");
  });
  assertEquals(waits, 2);
});

test("a server that responds with a failure is reachable", async () => {
  const connection = new Connection({ navigator: { onLine: false } });
  const waits = [];
  const timers = { wait: async (nextAttempt) => waits.push(nextAttempt.offline ? "offline" : nextAttempt.delay / 1000) };
  let attempts = 0;
  const step = async () => {
    if (++attempts === 3) return "done";
    throw new Problem("too-many-requests", { status: 429, retryAfter: 7 });
  };

  await retry(step, { signal, timers, connection, budget: new RetryBudget(), random: () => 0.5 });

  assertEquals(waits, ["offline", 7, 7]);
});

test("the next attempt is the one whose delay ends first", async () => {
  const ends = [];
  const pause = () => new Promise((resolve) => ends.push(resolve));
  const timers = new RetryTimers({ connection: new EventTarget(), pause });
  assertEquals(timers.nextAttempt, null);

  const waits = [timers.wait({ attempt: 1 }, 60_000, signal), timers.wait({ attempt: 2 }, 10_000, signal)];
  assertEquals(timers.nextAttempt.attempt, 2);

  ends[1]();
  await waits[1];
  assertEquals(timers.nextAttempt.attempt, 1);
  ends[0]();
  await waits[0];
  assertEquals(timers.nextAttempt, null);
});

test("the budget ends after twenty minutes without progress, but not during sleep", () => {
  let minutes = 0;
  const budget = new RetryBudget({ now: () => minutes * 60_000 });
  minutes = 600;
  // The parts that were being sent fail together.
  for (let part = 0; part < 16; part++) assertEquals(budget.countFailure(), false);
  minutes = 1200;
  for (let part = 0; part < 16; part++) assertEquals(budget.countFailure(), false);

  budget.reset();
  const exhaustedAt = [];
  for (let failure = 1; failure <= 40; failure++) {
    minutes += 1;
    if (budget.countFailure()) exhaustedAt.push(failure);
  }
  assertEquals(exhaustedAt[0], 21);
});
