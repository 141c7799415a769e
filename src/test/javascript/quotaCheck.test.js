import { QuotaCheck } from "/uploads/quotaCheck.js";
import { assertEquals, test } from "./harness.js";

const file = (size) => ({ name: "clip.mp4", size });

test("asks the server before it refuses a file", async () => {
  const answers = [{ bytes: 1_000, usedBytes: 100 }, { bytes: 1_000, usedBytes: 950 }];
  const check = new QuotaCheck(500, async () => answers.shift());

  assertEquals(await check.objectionTo(file(500)), null);
  assertEquals(await check.objectionTo(file(900)), null);
  assertEquals((await check.objectionTo(file(901))).includes("50 bytes are left"), true);
  assertEquals(answers.length, 0);
});

test("lets the server decide without a limit, and if it doesn't answer", async () => {
  assertEquals(await new QuotaCheck(Infinity, () => Promise.reject(new Error("not asked"))).objectionTo(file(9e15)), null);
  assertEquals(await new QuotaCheck(0, async () => ({ bytes: null, usedBytes: 7 })).objectionTo(file(1)), null);
  assertEquals(await new QuotaCheck(0, () => Promise.reject(new Error("down"))).objectionTo(file(1)), null);
});
