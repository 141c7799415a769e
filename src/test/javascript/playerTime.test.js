import { clockTime, parseStartTime, spokenTime } from "/catalogue/player/time.js";
import { assertEquals, test } from "./harness.js";

test("parses start times as people write them", () => {
  const times = { 90: 90, "90s": 90, "1m30s": 90, "1m": 60, "1h2m3s": 3723, "2h": 7200, "1:30": 90, "1:02:03": 3723, "90:00": 5400, " 12.5 ": 12.5, "1M30S": 90, 0: 0 };
  for (const [text, seconds] of Object.entries(times)) assertEquals([text, parseStartTime(text)], [text, seconds]);
});

test("ignores what is no start time", () => {
  for (const text of [null, "", " ", "abc", "-5", "1:60", "1:2", ":30", "1e3", "Infinity", "90x", "1:2:3:4", "<b>", "9".repeat(99)]) {
    assertEquals([text, parseStartTime(text)], [text, null]);
  }
});

test("shows whole seconds that have passed", () => {
  assertEquals([0, 59.9, 60, 3599.99, 3600, NaN, -1].map(clockTime), ["0:00", "0:59", "1:00", "59:59", "1:00:00", "0:00", "0:00"]);
});

test("reads times out in words", () => {
  assertEquals([0, 1, 61.5, 3600, 7325].map(spokenTime), ["0 seconds", "1 second", "1 minute 1 second", "1 hour", "2 hours 2 minutes 5 seconds"]);
});
