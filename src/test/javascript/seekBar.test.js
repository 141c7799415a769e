import { SeekBar } from "/catalogue/player/seekBar.js";
import { assertEquals, test } from "./harness.js";

function open() {
  const bar = document.createElement("div");
  bar.tabIndex = 0;
  bar.innerHTML = '<div class="seek-buffered"></div>';
  document.body.append(bar);
  const media = Object.assign(new EventTarget(), { currentTime: 0, duration: 100, paused: false, seeking: false });
  const preview = { show() {}, hide() {} };
  const text = document.createElement("span");
  new SeekBar(media, bar, { actions: { seekTo: (time) => (media.currentTime = time) }, text, preview });
  const playTo = (time) => {
    media.currentTime = time;
    media.dispatchEvent(new Event("timeupdate"));
  };
  return { bar, media, text, playTo };
}

test("a position that has the focus isn’t read aloud each second", () => {
  const { bar, media, text, playTo } = open();
  playTo(1);
  assertEquals(bar.ariaValueNow, "1");

  bar.focus();
  playTo(2);
  playTo(3);
  assertEquals([bar.ariaValueNow, text.textContent], ["1", "0:03"]);

  media.dispatchEvent(new Event("seeked"));
  assertEquals(bar.ariaValueNow, "3");
  playTo(4);
  media.paused = true;
  media.dispatchEvent(new Event("pause"));
  assertEquals(bar.ariaValueNow, "4");

  bar.remove();
});
