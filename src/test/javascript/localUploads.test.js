import { UploadMemory } from "/uploads/client/localUploads.js";
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

test("does without storage if the browser refuses it", async () => {
  const memory = new UploadMemory(() => {
    throw new DOMException("no", "SecurityError");
  });
  await memory.remember({ id: "two" });
  await memory.forgetAll();
  assertEquals(await memory.handleOf("two"), null);
});
