import { requestJson } from "/web/json.js";
import { Problem } from "/web/problem.js";
import { problemText } from "/web/problemText.js";
import { assertEquals, test } from "./harness.js";

const NO_RESPONSE = "The server didn’t respond. Check the network, then try again.";

async function textOf(fetch) {
  try {
    return await requestJson("GET", "/api/me", { fetch });
  } catch (error) {
    return problemText(error);
  }
}

test("a lost connection is a sentence, not what the browser says about it", async () => {
  assertEquals(await textOf(() => Promise.reject(new TypeError("Failed to fetch"))), NO_RESPONSE);
  assertEquals(await textOf(async () => new Response('{"cut')), NO_RESPONSE);
});

test("the server's own words are shown", () => {
  assertEquals(problemText(new Problem("forbidden", { status: 403, detail: "Only its owner can." })), "Only its owner can.");
  assertEquals(problemText(new Error("The file is no image.")), "The file is no image.");
});

test("a request without a login needs one, not a token", () => {
  const problem = new Problem("unauthenticated", { status: 401, detail: "Log in, or send a valid token." });

  assertEquals(problemText(problem), "You are logged out. Log in, then try again.");
});

test("a response without words has its status", async () => {
  const text = await textOf(async () => new Response("<html>", { status: 502 }));

  assertEquals(text, "Something went wrong (status 502). Try again.");
});
