import { SharingView } from "/uploads/sharing.js";
import { Problem } from "/web/problem.js";
import { assertEquals, test } from "./harness.js";

/** A card after the button that creates a share link was pressed. */
async function share(request) {
  const names = ["share", "copy-address", "create-share", "share-meaning", "shared", "shared-text", "shared-address", "copy-share", "share-options"];
  const parts = Object.fromEntries(names.map((name) => [name, document.createElement("button")]));
  const upload = Object.assign(new EventTarget(), { file: { name: "lake.mp4" }, id: "u1", phase: "done", visibility: "private" });
  new SharingView(upload, parts, { announce: () => {}, request: (method, path) => request(upload, path) });
  parts["create-share"].click();
  await new Promise((resolve) => setTimeout(resolve));
  return { upload, parts };
}

/** The text of a card whose share link could not be created. */
async function textAfter(problem) {
  const { parts } = await share(() => Promise.reject(problem));
  return parts["shared-text"].textContent;
}

test("says why no share link was created, without advice about uploads", async () => {
  const lost = "No share link was created. The server can’t be reached. Check the network. Try again in a moment.";
  const full = "You have 100 share links, and 100 are allowed.";

  assertEquals(await textAfter(new Problem("connection-lost", { detail: "Failed to fetch" })), lost);
  assertEquals(await textAfter(new Problem("quota-exceeded", { status: 409, detail: full })), `No share link was created. ${full}`);
});

test("never offers the share link of an upload that was cancelled for the next one", async () => {
  const { upload, parts } = await share(async () => ({ url: "https://videos.example/share/abc", expiresAt: "2026-12-09T12:00:00Z" }));
  assertEquals([parts.shared.hidden, parts["copy-share"].dataset.copy], [false, "https://videos.example/share/abc"]);

  upload.id = "u2";
  upload.dispatchEvent(new Event("id"));

  assertEquals([parts.shared.hidden, parts["copy-share"].dataset.copy], [true, ""]);
});

test("ignores a share link that arrives after its upload was cancelled", async () => {
  const { parts } = await share(async (upload) => {
    upload.id = "u2";
    return { url: "https://videos.example/share/abc", expiresAt: "2026-12-09T12:00:00Z" };
  });

  assertEquals([parts["shared-address"].textContent, parts["create-share"].ariaDisabled], ["", null]);
});
