import { SharingView } from "/uploads/sharing.js";
import { Problem } from "/web/problem.js";
import { assertEquals, test } from "./harness.js";

/** The text of a card whose share link could not be created. */
async function textAfter(problem) {
  const names = ["share", "copy-address", "create-share", "share-meaning", "shared", "shared-text", "shared-address", "copy-share", "share-options"];
  const parts = Object.fromEntries(names.map((name) => [name, document.createElement("button")]));
  const upload = Object.assign(new EventTarget(), { file: { name: "lake.mp4" }, id: "u1", phase: "done", visibility: "private" });
  new SharingView(upload, parts, { announce: () => {}, request: () => Promise.reject(problem) });
  parts["create-share"].click();
  await new Promise((resolve) => setTimeout(resolve));
  return parts["shared-text"].textContent;
}

test("says why no share link was created, without advice about uploads", async () => {
  const lost = "No share link was created. The server can't be reached. Check the network. Try again in a moment.";
  const full = "You have 100 share links, and 100 are allowed.";

  assertEquals(await textAfter(new Problem("connection-lost", { detail: "Failed to fetch" })), lost);
  assertEquals(await textAfter(new Problem("quota-exceeded", { status: 409, detail: full })), `No share link was created. ${full}`);
});
