import { createMatcher } from "/experiments/wordSearch.js";
import { assertEquals, test } from "./harness.js";

test("a word matches whole words and their beginnings", () => {
  assertEquals(createMatcher("sts")("Temporary credentials (STS) end."), true);
  assertEquals(createMatcher("encrypt")("Is the file encrypted?"), true);
  assertEquals(createMatcher("sts")("The tests exist."), false);
});

test("all words must be found, in any order", () => {
  assertEquals(createMatcher("parts lost")("Lost requests, and orphan parts"), true);
  assertEquals(createMatcher("parts lost")("Orphan parts"), false);
});

test("punctuation separates words", () => {
  assertEquals(createMatcher("if-none-match")("Signed: If-None-Match: *"), true);
  assertEquals(createMatcher("50,000 users")("50,000 users upload 10 MB"), true);
  assertEquals(createMatcher("50,00")("500 and 50"), false);
});

test("a query without words matches everything", () => {
  assertEquals(createMatcher("  ")("Text"), true);
  assertEquals(createMatcher("* -")("Text"), true);
});
