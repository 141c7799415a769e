import { ByteCounter } from "/uploads/client/byteCounter.js";
import { assertEquals, test } from "./harness.js";

test("counts bytes as stored only when the store has acknowledged them", () => {
  const counter = new ByteCounter(10);

  counter.recordSent(1, 4);
  counter.recordSent(2, 3);
  assertEquals([counter.sent, counter.stored], [7, 0]);

  counter.acknowledge(1, 4);
  assertEquals([counter.sent, counter.stored], [7, 4]);

  counter.discardSent(2);
  assertEquals([counter.sent, counter.stored], [4, 4]);
});

test("starts again with the parts that the store has", () => {
  const counter = new ByteCounter(10);
  counter.recordSent(2, 3);

  counter.reset([{ number: 1, size: 4 }]);

  assertEquals([counter.sent, counter.stored, counter.resumedBytes], [4, 4, 4]);
});
