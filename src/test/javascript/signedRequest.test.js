import { hasTimeLeft, sendSignedRequest, StallDetector } from "/uploads/client/signedRequest.js";
import { assertEquals, FakeTimers, test } from "./harness.js";

/** A request that gets no response. */
function silentRequest() {
  return {
    upload: {},
    status: 0,
    open() {},
    send() {},
    abort() {
      this.onloadend();
    },
  };
}

test("aborts a request that stalls, but not after a page was frozen", async () => {
  const timers = new FakeTimers();
  const request = silentRequest();
  let aborted = false;
  const sent = sendSignedRequest({ url: "/", headers: {} }, new Blob(["abc"]), { request, timers });
  const code = sent.catch((problem) => {
    aborted = true;
    return problem.code;
  });

  timers.jump(3_600_000);
  request.upload.onprogress({ loaded: 1 });
  timers.runFor(59_000);
  // Lets the handlers of promises run.
  await new Promise((resolve) => setTimeout(resolve));
  assertEquals(aborted, false);

  timers.runFor(7_000);
  assertEquals(await code, "stalled");
});

test("waits two minutes for the response when the whole body was sent", async () => {
  const timers = new FakeTimers();
  const request = silentRequest();
  let aborted = false;
  const sent = sendSignedRequest({ url: "/", headers: {} }, new Blob(["abc"]), { request, timers });
  const code = sent.catch((problem) => {
    aborted = true;
    return problem.code;
  });

  request.upload.onload();
  timers.runFor(119_000);
  // Lets the handlers of promises run.
  await new Promise((resolve) => setTimeout(resolve));
  assertEquals(aborted, false);

  timers.runFor(7_000);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assertEquals([aborted, await code], [true, "stalled"]);
});

test("a slow network is no stall, unless one request is silent for five minutes", () => {
  const timers = new FakeTimers();
  const stalled = [];
  const fast = new StallDetector(60_000, () => stalled.push("fast"), { timers });
  new StallDetector(60_000, () => stalled.push("slow"), { timers });

  for (let minute = 0; minute < 4; minute++) {
    timers.runFor(50_000);
    fast.recordActivity();
  }
  assertEquals(stalled, []);

  timers.runFor(50_000);
  fast.recordActivity();
  timers.runFor(55_000);
  assertEquals(stalled[0], "slow");
});

test("uses no URL that expires within half a minute", () => {
  const now = Date.parse("2026-11-25T12:00:00Z");
  const seconds = [-60, 0, 29, 30, 31, 900];

  assertEquals(
    seconds.map((left) => hasTimeLeft(new Date(now + left * 1000).toISOString(), now)),
    [false, false, false, false, true, true],
  );
});
