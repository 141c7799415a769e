import { TransferRate } from "/uploads/progress.js";
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
