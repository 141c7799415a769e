import { UploadMemory } from "/uploads/client/localUploads.js";
import { unfinished } from "/uploads/client/unfinished.js";
import { assertEquals, test } from "./harness.js";

test("remembers the handle of a file until its upload ends", async () => {
  await new UploadMemory().remember({ id: "one", handle: { kind: "file" } });
  assertEquals((await new UploadMemory().handleOf("one")).kind, "file");

  await new UploadMemory().forget("one");
  assertEquals(await new UploadMemory().handleOf("one"), null);
});

test("forgets all uploads", async () => {
  for (const id of ["one", "two"]) {
    await new UploadMemory().remember({ id, handle: { kind: "file" } });
  }

  await new UploadMemory().forgetAll();

  for (const id of ["one", "two"]) {
    assertEquals(await new UploadMemory().handleOf(id), null);
  }
});

test("forgets the uploads that have ended elsewhere, once the list of open ones is complete", async () => {
  const memory = new UploadMemory();
  for (const id of ["open", "ended"]) await memory.remember({ id, endpoint: "", handle: { kind: "file" } });
  await memory.remember({ id: "other", endpoint: "https://other.example", handle: { kind: "file" } });
  const open = (count) => Array.from({ length: count }, (_, number) => ({ id: number ? `open-${number}` : "open" }));

  await unfinished.list({ request: async () => open(100) });
  const rememberedIds = async () => (await memory.list()).map(({ id }) => id);
  assertEquals(await rememberedIds(), ["ended", "open", "other"]);

  await unfinished.list({ request: async () => open(1) });
  assertEquals(await rememberedIds(), ["open", "other"]);
});

test("does without storage if the browser refuses it", async () => {
  const memory = new UploadMemory(() => {
    throw new DOMException("no", "SecurityError");
  });
  await memory.remember({ id: "two" });
  await memory.forgetAll();
  assertEquals(await memory.handleOf("two"), null);
});
