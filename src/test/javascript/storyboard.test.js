import { parseStoryboard, Storyboard } from "/catalogue/player/storyboard.js";
import { assertEquals, test } from "./harness.js";

const PICTURE = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
const LIST = `WEBVTT

00:00:00.000 --> 00:00:05.000
${PICTURE}#xywh=0,0,160,90

00:00:05.000 --> 00:00:10.000
${PICTURE}#xywh=160,0,160,90

01:00:05.500 --> 01:00:10.000
${PICTURE}#xywh=320,90,160,90
`;

async function settled() {
  for (let step = 0; step < 10; step++) await null;
}

test("parses times and places", () => {
  const frames = parseStoryboard(LIST);

  assertEquals(
    frames.map(({ start, end, x, y, width, height }) => [start, end, x, y, width, height]),
    [
      [0, 5, 0, 0, 160, 90],
      [5, 10, 160, 0, 160, 90],
      [3605.5, 3610, 320, 90, 160, 90],
    ],
  );
  assertEquals(parseStoryboard(LIST.replaceAll("\n", "\r\n")).length, 3);
});

test("ignores what is no picture", () => {
  for (const text of ["", "WEBVTT", "WEBVTT\n\n00:00:00.000 --> 00:00:05.000\nHello", "WEBVTT\n\na.jpg#xywh=0,0,1,1", "<html>"]) {
    assertEquals([text, parseStoryboard(text)], [text, []]);
  }
});

test("loads the list at the first use and shows the picture of a position", async () => {
  let loads = 0;
  const storyboard = new Storyboard(async () => {
    loads++;
    return LIST;
  });
  const element = document.createElement("span");
  assertEquals([storyboard.show(element, 6), storyboard.show(element, 6)], [false, false]);
  await settled();

  assertEquals(storyboard.show(element, 6), true);

  assertEquals([loads, element.style.width, element.style.height], [1, "160px", "90px"]);
  assertEquals(element.firstElementChild.style.transform, "scale(1) translate(-160px, 0px)");
});

test("shows no picture of a position that the list doesn't cover", async () => {
  const storyboard = new Storyboard(async () => LIST);
  const element = document.createElement("span");
  storyboard.show(element, 0);
  await settled();

  const shown = [10, 10.1, 3605, 3605.5, 3610, 4000].map((time) => storyboard.show(element, time));

  assertEquals(shown, [true, false, false, true, true, false]);
});

test("shows nothing if there is no list, and asks once", async () => {
  for (const answer of [async () => null, async () => Promise.reject(new Error("offline"))]) {
    let loads = 0;
    const storyboard = new Storyboard(() => {
      loads++;
      return answer();
    });
    for (let use = 0; use < 3; use++) {
      assertEquals(storyboard.show(document.createElement("span"), 0), false);
      await settled();
    }
    assertEquals(loads, 1);
  }
});

test("loads the list again after its URLs have expired", async () => {
  let loads = 0;
  let now = 5;
  const load = async () => {
    loads++;
    return LIST;
  };
  const storyboard = new Storyboard(load, () => now);
  const element = document.createElement("span");
  async function fail() {
    element.firstElementChild.dispatchEvent(new Event("error"));
    storyboard.show(element, 0);
    await settled();
    return loads;
  }
  storyboard.show(element, 0);
  await settled();
  storyboard.show(element, 0);

  // A store that can't be reached refuses the new URLs too.
  assertEquals([await fail(), await fail()], [1, 1]);
  now += 60_000;
  assertEquals([await fail(), await fail(), storyboard.show(element, 0)], [2, 2, true]);
});
