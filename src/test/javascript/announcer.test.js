import { Announcer } from "/web/announcer.js";
import { assertEquals, test } from "./harness.js";

test("reads out all texts of the same moment, each once", async () => {
  const element = document.createElement("p");
  const written = [];
  new MutationObserver(() => written.push(element.textContent)).observe(element, { childList: true });
  const announcer = new Announcer(element);

  const announced = announcer.announce("“a.txt” is empty.");
  announcer.announce("“a.txt” is empty.");
  announcer.announce("b.mp4: Resumed");
  announcer.announce("“a.txt” is empty.");
  await announced;
  await announcer.announce("6 files paused");

  assertEquals(written, ["“a.txt” is empty. b.mp4: Resumed.", "6 files paused"]);
});

test("reads out a text that only repeats itself", async () => {
  const element = document.createElement("p");
  const announcer = new Announcer(element);

  await Promise.all(["clip.mp4: No network", "clip.mp4: No network"].map((text) => announcer.announce(text)));

  assertEquals(element.textContent, "clip.mp4: No network");
});
