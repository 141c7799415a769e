import { titleFrom } from "/uploads/batchDetails.js";
import { assertEquals, test } from "./harness.js";

const FILE = { name: "DSC 0042", number: 7, count: 120 };

test("replaces name and number, with as many digits as the last number", () => {
  assertEquals(titleFrom("Trip {number}: {name}", FILE), "Trip 007: DSC 0042");
  assertEquals(titleFrom("{number}/{number}", { ...FILE, count: 9 }), "7/7");
});

test("takes names literally", () => {
  assertEquals(titleFrom("{name}", { ...FILE, name: "$& {number}" }), "$& {number}");
});

test("keeps a pattern without placeholders", () => {
  assertEquals(titleFrom("  Holiday ", FILE), "Holiday");
});
