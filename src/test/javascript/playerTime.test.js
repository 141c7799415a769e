import { clockTime, spokenTime } from "/catalogue/player/time.js";
import { assertEquals, test } from "./harness.js";

test("shows whole seconds that have passed", () => {
  assertEquals([0, 59.9, 60, 3599.99, 3600, NaN, -1].map(clockTime), ["0:00", "0:59", "1:00", "59:59", "1:00:00", "0:00", "0:00"]);
});

test("reads times out in words", () => {
  assertEquals([0, 1, 61.5, 3600, 7325].map(spokenTime), ["0 seconds", "1 second", "1 minute 1 second", "1 hour", "2 hours 2 minutes 5 seconds"]);
});
