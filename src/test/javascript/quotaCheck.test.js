import { QuotaCheck } from "/uploads/quotaCheck.js";
import { assertEquals, test } from "./harness.js";

const file = (size) => ({ name: "clip.mp4", size });

test("asks the server before it refuses a file", async () => {
  const answers = [{ bytes: 1_000, usedBytes: 100 }, { bytes: 1_000, usedBytes: 950 }];
  const check = new QuotaCheck(500, { load: async () => answers.shift() });

  assertEquals(await check.objectionTo(file(500)), null);
  assertEquals(await check.objectionTo(file(900)), null);
  assertEquals(
    await check.objectionTo(file(901)),
    "“clip.mp4” doesn’t fit into your quota: it is 901 bytes, and 50 bytes are left. Delete a video permanently, empty the trash or discard an unfinished upload.",
  );
  assertEquals(answers.length, 0);
});

test("counts the uploads of the page that the server doesn't count yet", async () => {
  let unopened = 0;
  const load = async () => ({ bytes: 1_000, usedBytes: 500 });
  const check = new QuotaCheck(500, { unopenedBytes: () => unopened, load });
  assertEquals(await check.objectionTo(file(300)), null);
  unopened = 300;

  assertEquals((await check.objectionTo(file(201))).includes("200 bytes are left"), true);
  unopened = 0;
  check.reserve(300);
  assertEquals(await check.objectionTo(file(200)), null);
  assertEquals(await check.objectionTo(file(500)), null);
});

test("lets the server decide without a limit, and if it doesn't answer", async () => {
  assertEquals(await new QuotaCheck(Infinity, { load: () => Promise.reject(new Error("not asked")) }).objectionTo(file(9e15)), null);
  assertEquals(await new QuotaCheck(0, { load: async () => ({ bytes: null, usedBytes: 7 }) }).objectionTo(file(1)), null);
  assertEquals(await new QuotaCheck(0, { load: () => Promise.reject(new Error("down")) }).objectionTo(file(1)), null);
});

test("shows the quota after a refusal and after uploads that ended together", async () => {
  const answers = [{ bytes: 1_000, usedBytes: 950, usedVideos: 9 }, { bytes: 1_000, usedBytes: 600, usedVideos: 8 }];
  const shown = [];
  const check = new QuotaCheck(500, { load: async () => answers.shift(), show: (quota) => shown.push(quota) });
  await check.objectionTo(file(501));
  assertEquals(shown, [{ bytes: 1_000, usedBytes: 950, usedVideos: 9, bytesLeft: 50 }]);

  await Promise.all([check.refresh(), check.refresh()]);

  assertEquals(shown.slice(1), [{ bytes: 1_000, usedBytes: 600, usedVideos: 8, bytesLeft: 400 }]);
  assertEquals(answers.length, 0);
});

test("keeps what it shows if the server doesn't answer", async () => {
  const shown = [];
  const check = new QuotaCheck(500, { load: () => Promise.reject(new Error("down")), show: (quota) => shown.push(quota) });

  await check.refresh();

  assertEquals(shown, []);
  assertEquals(await check.objectionTo(file(500)), null);
});
