import { CaptionPlacement } from "/catalogue/player/captionPlacement.js";
import { assertEquals, test } from "./harness.js";

/** A picture 200 pixels high with a bar of 50 pixels at its bottom. */
function show(cues, options = { needed: true }) {
  const track = Object.assign(new EventTarget(), { mode: "showing", activeCues: cues });
  const media = { textTracks: [track], getBoundingClientRect: () => ({ bottom: 300, height: 200 }) };
  const frame = document.createElement("div");
  new CaptionPlacement(media, frame, { getBoundingClientRect: () => ({ top: 250 }) }, options);
  return {
    frame,
    changeCues(next) {
      track.activeCues = next;
      track.dispatchEvent(new Event("cuechange"));
    },
  };
}

function cue(line = "auto") {
  return { line, lineAlign: "start", snapToLines: true };
}

/** Observers of attributes are told in a microtask. */
async function setIdle(frame, idle) {
  frame.classList.toggle("idle", idle);
  await new Promise((resolve) => setTimeout(resolve));
}

test("moves captions above the bar while it is shown", async () => {
  const shown = cue();
  const { frame, changeCues } = show([]);

  changeCues([shown]);
  assertEquals([shown.line, shown.lineAlign, shown.snapToLines], [75, "end", false]);
  await setIdle(frame, true);
  assertEquals([shown.line, shown.lineAlign, shown.snapToLines], ["auto", "start", true]);
  await setIdle(frame, false);

  assertEquals(shown.line, 75);
});

test("puts back captions that are no longer shown", () => {
  const first = cue();
  const { changeCues } = show([]);

  changeCues([first]);
  changeCues([cue()]);

  assertEquals(first.line, "auto");
});

test("leaves captions that have a place, and browsers that need no help", () => {
  const placed = cue(0);
  const other = cue();

  show([]).changeCues([placed]);
  show([], { needed: false }).changeCues([other]);

  assertEquals([placed.line, other.line], [0, "auto"]);
});
