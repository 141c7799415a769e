import { formatPolicy } from "/experiments/choices/trialView.js";
import { assertEquals, test } from "./harness.js";

test("writes each condition of a policy on one line", () => {
  const policy = { expiration: "2026-11-26T06:00:00Z", conditions: [["eq", "$key", "videos/a"], ["content-length-range", 1, 16]] };

  assertEquals(
    formatPolicy(JSON.stringify(policy)),
    '{\n  "expiration": "2026-11-26T06:00:00Z",\n  "conditions": [\n    ["eq", "$key", "videos/a"],\n    ["content-length-range", 1, 16]\n  ]\n}',
  );
});

test("changes no value of a policy", () => {
  const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:PutObject"],"Resource":["arn:aws:s3:::b/*"]}]}';

  assertEquals(JSON.stringify(JSON.parse(formatPolicy(policy))), policy);
});
