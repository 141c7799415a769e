import { ProgressView, TransferRate } from "/uploads/progress.js";
import { assertEquals, test } from "./harness.js";

function rateWith(samples) {
  let now = 0;
  const rate = new TransferRate(() => now);
  for (const [seconds, done] of samples) {
    now = seconds * 1000;
    rate.record(done);
  }
  return rate;
}

test("reports speed and time left after half a second", () => {
  assertEquals(rateWith([[0, 0], [0.4, 400]]).speed, null);

  const rate = rateWith([[0, 0], [2, 2_000_000]]);
  assertEquals(rate.speed, 1_000_000);
  assertEquals(rate.secondsLeft(5_000_000), 3);
  assertEquals(rate.describe(5_000_000), ["1.0 MB/s", "3 s left"]);
});

test("averages the last eight seconds", () => {
  assertEquals(rateWith([[0, 0], [10, 1_000], [14, 5_000]]).speed, 1_000);
});

test("measures again after a failed request took its bytes back", () => {
  assertEquals(rateWith([[0, 0], [2, 2_000], [3, 500]]).speed, null);
});

function view() {
  const parts = { bar: document.createElement("progress"), headline: document.createElement("p"), numbers: document.createElement("p") };
  return { parts, progress: new ProgressView(parts, []) };
}

test("an attempt that has begun replaces the text about the wait", () => {
  const { parts, progress } = view();
  const upload = { phase: "confirming", bytes: { sent: 10, total: 10 } };
  const nextAttempt = { problem: { code: "store-busy" }, delay: 5_000, attempt: 2, endsAt: performance.now() + 4_000 };
  progress.showStep(upload, "Completing");

  progress.showPending(nextAttempt, upload.phase);
  assertEquals(parts.headline.textContent, "The store is busy. Next attempt in 4 s");
  assertEquals(parts.numbers.textContent, "retry 2");

  progress.showBytes(upload, "Completing");
  assertEquals(parts.headline.textContent, "Completing");
  assertEquals(parts.numbers.textContent, "");
});

test("the bar keeps its value while the upload is completed if it mustn't move", () => {
  for (const [matches, value] of [[true, 1], [false, 0]]) {
    globalThis.matchMedia = () => ({ matches });
    const { parts, progress } = view();
    progress.showStep({ phase: "uploading", bytes: {} }, "Uploading");
    progress.showBytes({ phase: "uploading", bytes: { sent: 10, total: 10 } }, "Uploading");

    progress.showStep({ phase: "confirming", bytes: {} }, "Completing");

    assertEquals(parts.bar.value, value);
  }
});

test("an upload that waits for others no longer shows so when its request has begun", () => {
  const { parts, progress } = view();
  const upload = { phase: "uploading", bytes: { sent: 2, total: 10 } };
  progress.showStep(upload, "Uploading");

  progress.showWaiting("Waiting for other files");
  progress.showStall(upload, "Uploading");

  assertEquals(parts.headline.textContent, "Uploading, 20%");
});
