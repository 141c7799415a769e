import { problemMessage } from "/uploads/messages.js";
import { Problem } from "/web/problem.js";
import { assertEquals, test } from "./harness.js";

test("mentions CORS only for requests to the store", () => {
  const toServer = problemMessage(new Problem("connection-lost", { detail: "Failed to fetch" }));
  const toStore = problemMessage(new Problem("connection-lost"));

  assertEquals([toServer.includes("CORS"), toStore.includes("CORS"), toStore.startsWith(toServer)], [false, true, true]);
});
