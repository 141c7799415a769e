import { Api } from "/uploads/client/api.js";
import { assertEquals, test } from "./harness.js";

test("a completion has six minutes, because the store may copy the file", async () => {
  let options;
  const request = async (method, path, given) => {
    options = given;
  };

  await new Api({ request }).complete("one");

  assertEquals(options.timeout, 360_000);
});
