import { parseRetryAfter } from "/web/json.js";
import { assertEquals, test } from "./harness.js";

test("parses Retry-After as seconds and as a date", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  const headers = ["7", "Thu, 01 Jan 2026 00:01:30 GMT", "Wed, 31 Dec 2025 23:00:00 GMT", "soon", null];

  assertEquals(
    headers.map((header) => parseRetryAfter(header, now)),
    [7, 90, 0, 0, 0],
  );
});
