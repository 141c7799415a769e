import { PlaybackIntent } from "/catalogue/playbackIntent.js";
import { Player } from "/catalogue/player.js";
import { assertEquals, test } from "./harness.js";

const DECODE = 3;
const NOT_SUPPORTED = 4;

/** A media element of which the test decides everything. */
class FakeMedia extends EventTarget {
  src = "first";
  currentSrc = "";
  currentTime = 0;
  readyState = 0;
  videoWidth = 640;
  frames = 1;
  webkitAudioDecodedByteCount = 1;
  error = null;

  play = async () => {};
  getVideoPlaybackQuality = () => ({ totalVideoFrames: this.frames });

  fire(type) {
    this.dispatchEvent(new Event(type));
  }

  async fail(code) {
    this.error = { code };
    await this.sendError();
  }

  async sendError() {
    this.fire("error");
    await settled();
  }

  playTo(time) {
    for (; this.currentTime < time; this.currentTime += 0.25) this.fire("timeupdate");
    this.fire("timeupdate");
  }
}

/** The player awaits the probe, the signature and the file. */
async function settled() {
  for (let step = 0; step < 20; step++) await null;
}

/** Waits until the test says that time has passed. */
class FakeRetries {
  waits = 0;
  resets = 0;
  #end = () => {};

  next() {
    this.waits++;
    return new Promise((resolve) => (this.#end = resolve));
  }

  reset() {
    this.resets++;
    this.#end();
  }

  async pass() {
    this.#end();
    await settled();
  }
}

function play({ answers = [], visible = () => true, refusal = null, error = null, files = [], hasSound = false } = {}) {
  const media = new FakeMedia();
  const intent = new PlaybackIntent(media);
  media.error = error;
  const reports = [];
  const retries = new FakeRetries();
  const obstacles = [];
  let signed = 0;
  new Player(media, {
    signUrl: async () => {
      const problem = typeof refusal === "function" ? refusal() : refusal && { code: refusal, transient: refusal === "connection-lost" };
      if (problem) throw problem;
      return `signed ${++signed}`;
    },
    fallBack: async (obstacle) => {
      obstacles.push(obstacle);
      const file = files.shift() ?? null;
      if (file?.code) throw file;
      return file;
    },
    probe: async () => answers.shift(),
    report: (code) => reports.push(code),
    visible,
    hasSound,
    intent,
    retries,
  });
  return { media, reports, intent, retries, obstacles };
}

test("continues with a new URL after the store refused the old one", async () => {
  const { media, reports } = play({ answers: ["refused"] });
  media.currentTime = 12;

  await media.fail(NOT_SUPPORTED);
  media.currentTime = 0;
  media.fire("loadedmetadata");

  assertEquals([media.src, media.currentTime, reports], ["signed 1", 12, []]);
});

test("renews the URL once if it failed before the player was there and the event follows", async () => {
  const { media, reports } = play({ answers: ["available", "available"], error: { code: NOT_SUPPORTED } });

  await media.sendError();

  assertEquals([media.src, reports], ["signed 1", []]);
});

test("keeps position, speed and pause when the URL is renewed", async () => {
  const { media } = play({ answers: ["refused", "refused"] });
  let plays = 0;
  media.play = async () => plays++;
  media.currentTime = 40;
  media.playbackRate = 1.5;

  await media.fail(NOT_SUPPORTED);

  // Not only after the metadata has arrived: until then the page would show 0.
  assertEquals([media.src, media.currentTime, media.playbackRate, plays], ["signed 1", 40, 1.5, 0]);
  media.fire("play");
  await media.fail(NOT_SUPPORTED);
  assertEquals([media.src, plays], ["signed 2", 1]);
});

test("continues if the browser has paused because of the error", async () => {
  const { media } = play({ answers: ["refused"] });
  let plays = 0;
  media.play = async () => plays++;
  media.fire("play");

  const renewed = media.fail(NOT_SUPPORTED);
  media.fire("pause");
  await renewed;

  assertEquals([media.src, plays], ["signed 1", 1]);
});

test("does what the visitor decides while the URL is renewed", async () => {
  for (const [toggles, expected] of [[1, 0], [2, 1]]) {
    const { media, intent } = play({ answers: ["refused"] });
    let plays = 0;
    let pauses = 0;
    media.play = async () => plays++;
    media.pause = () => pauses++;
    media.fire("play");

    const renewed = media.fail(NOT_SUPPORTED);
    media.fire("pause");
    assertEquals(intent.wanted, true);
    for (let toggle = 0; toggle < toggles; toggle++) intent.toggle();
    assertEquals(intent.wanted, expected === 1);
    await renewed;

    assertEquals([media.src, plays, pauses], ["signed 1", expected, 0]);
  }
});

test("shows what the media element does after the renewal", async () => {
  const { media, intent } = play({ answers: ["refused"] });
  const changes = [];
  intent.addEventListener("change", () => changes.push(intent.wanted));
  media.paused = false;
  media.fire("play");

  const renewed = media.fail(NOT_SUPPORTED);
  media.paused = true;
  media.play = async () => (media.paused = false);
  await renewed;
  media.pause = () => (media.paused = true);

  assertEquals([changes, intent.toggle(), media.paused], [[true, true], false, true]);
});

test("plays the file if the stream can't be continued", async () => {
  const { media, reports } = play({ answers: ["available", "available", "missing"], files: ["file"] });
  media.currentTime = 42;

  await media.fail(DECODE);
  assertEquals([media.src, media.currentTime, reports], ["file", 42, []]);
  await media.fail(NOT_SUPPORTED);
  assertEquals(media.src, "signed 2");
  await media.fail(NOT_SUPPORTED);

  assertEquals(reports, ["missing"]);
});

test("tries the stream again before it plays the file", async () => {
  const { media, reports } = play({ answers: ["refused", "refused", "refused", "refused"], files: ["file"] });

  for (const source of ["signed 1", "signed 2", "signed 3", "file"]) {
    await media.fail(NOT_SUPPORTED);
    assertEquals(media.src, source);
  }
  assertEquals(reports, []);
});

test("continues where the visitor wanted to go, also at the beginning", async () => {
  const { media } = play({ answers: ["refused"] });
  media.currentTime = 40;
  media.fire("seeking");
  media.currentTime = 0;
  media.fire("seeking");

  await media.fail(NOT_SUPPORTED);

  assertEquals(media.currentTime, 0);
});

test("an error before an outage says nothing about the format", async () => {
  for (const [code, answer] of [[NOT_SUPPORTED, "available"], [DECODE, "unreachable"]]) {
    const problems = [{ code: "overloaded", transient: true }];
    const { media, reports, retries } = play({ answers: [answer, "available"], refusal: () => problems.shift() });

    await media.fail(code);
    assertEquals([media.src, retries.waits], ["first", 1]);
    await retries.pass();

    assertEquals([media.src, reports.includes("undecodable")], ["signed 1", false]);
  }
});

test("tries a new URL if the store answers without CORS headers", async () => {
  const { media, reports } = play({ answers: ["blocked"] });

  await media.fail(NOT_SUPPORTED);

  assertEquals([media.src, reports], ["signed 1", []]);
});

test("reports that the session has ended, also if the store can't be asked", async () => {
  const { media, reports, retries } = play({ answers: ["unreachable"], refusal: "unauthenticated" });

  await media.fail(NOT_SUPPORTED);

  assertEquals([reports, retries.waits], [["unauthenticated"], 0]);
});

test("reports when it no longer tries again", async () => {
  const problems = [{ code: "unexpected", transient: true }, { code: "unexpected", transient: false }];
  const { media, reports, retries } = play({ answers: Array(2).fill("refused"), refusal: () => problems.shift() });

  await media.fail(NOT_SUPPORTED);
  await retries.pass();

  assertEquals(reports, ["unexpected", "unexpected"]);
});

test("tries again before it calls a video undecodable", async () => {
  const { media, reports } = play({ answers: ["available", "available"] });

  await media.fail(NOT_SUPPORTED);
  assertEquals([media.src, reports], ["signed 1", []]);
  await media.fail(NOT_SUPPORTED);

  assertEquals(reports, ["undecodable"]);
});

test("reports a broken picture and a missing file at once", async () => {
  const broken = play({ answers: ["available"] });
  const missing = play({ answers: ["missing"] });

  await broken.media.fail(DECODE);
  await missing.media.fail(NOT_SUPPORTED);

  assertEquals([broken.reports, missing.reports], [["undecodable"], ["missing"]]);
});

test("reports that the video was deleted before that its file is missing", async () => {
  for (const refusal of ["video-deleted", "video-in-trash", "not-found"]) {
    const { media, reports } = play({ answers: ["missing"], refusal });

    await media.fail(NOT_SUPPORTED);

    assertEquals(reports, [refusal]);
  }
});

test("reports what the store says if the application can't sign a URL", async () => {
  const missing = play({ answers: ["missing"], refusal: "video-not-playable" });
  const offline = play({ answers: Array(4).fill("offline"), refusal: "connection-lost" });

  await missing.media.fail(NOT_SUPPORTED);
  await offline.media.fail(NOT_SUPPORTED);

  assertEquals([missing.reports, offline.reports], [["missing"], ["offline"]]);
});

test("tells about an outage after some recoveries, and counts from zero after playback", async () => {
  const { media, reports } = play({ answers: Array(9).fill("unreachable") });

  for (let failure = 0; failure < 4; failure++) await media.fail(NOT_SUPPORTED);
  assertEquals(reports, ["unreachable"]);
  media.error = null;
  media.fire("playing");
  await settled();
  await media.fail(NOT_SUPPORTED);

  assertEquals([media.src, reports], ["signed 5", ["unreachable", null]]);
});

test("continues from the same position after an outage of the store", async () => {
  const { media, reports, retries } = play({ answers: Array(9).fill("unreachable") });
  let plays = 0;
  media.play = async () => plays++;
  media.fire("play");
  media.currentTime = 42;

  for (let failure = 0; failure < 4; failure++) {
    await media.fail(NOT_SUPPORTED);
    // A URL that fails before its first byte reports no position.
    media.currentTime = 0;
  }
  assertEquals([media.src, reports, retries.waits], ["signed 3", ["unreachable"], 1]);
  await retries.pass();
  assertEquals([media.src, media.currentTime, plays], ["signed 5", 42, 4]);
  await media.fail(NOT_SUPPORTED);
  assertEquals([media.src, reports, retries.waits], ["signed 5", ["unreachable"], 2]);
  await retries.pass();
  media.error = null;
  media.fire("loadedmetadata");
  media.fire("playing");

  assertEquals([media.currentTime, reports, retries.resets], [42, ["unreachable", null], 1]);
});

test("tries again while the application can't sign a URL", async () => {
  let outage = true;
  const { media, reports, retries, intent } = play({
    answers: Array(9).fill("refused"),
    refusal: () => (outage ? { code: "connection-lost", transient: true } : null),
  });
  media.pause = () => {};
  media.fire("play");

  await media.fail(NOT_SUPPORTED);
  assertEquals([media.src, reports, retries.waits], ["first", ["connection-lost"], 1]);
  await retries.pass();
  assertEquals([media.src, retries.waits, intent.wanted], ["first", 2, true]);
  outage = false;
  await retries.pass();

  assertEquals(media.src, "signed 1");
});

test("waits for no video that stays unavailable", async () => {
  for (const [answer, refusal] of [["missing", null], ["refused", "video-in-trash"], ["refused", "unauthenticated"]]) {
    const { media, retries } = play({ answers: [answer], refusal });

    await media.fail(NOT_SUPPORTED);

    assertEquals(retries.waits, 0);
  }
});

test("stays with the stream during an outage", async () => {
  for (const outage of ["offline", "unreachable", "failing"]) {
    const { media, reports, retries } = play({ answers: Array(9).fill(outage), files: ["file"] });

    for (let failure = 0; failure < 4; failure++) await media.fail(NOT_SUPPORTED);
    await retries.pass();

    assertEquals([media.src, reports], ["signed 5", [outage]]);
  }
});

test("goes on with what the visitor has chosen during an outage", async () => {
  const { media, retries, intent } = play({ answers: Array(9).fill("unreachable") });
  for (let failure = 0; failure < 4; failure++) await media.fail(NOT_SUPPORTED);

  Object.assign(media, { src: "another quality", error: null });
  await retries.pass();
  media.play = async () => {};

  assertEquals([media.src, retries.waits], ["another quality", 1]);
  media.paused = true;
  assertEquals(intent.wanted, false);
});

test("says why the file of a broken stream can't be signed", async () => {
  const { media, reports, obstacles } = play({ answers: ["missing"], files: [{ code: "video-in-trash" }] });

  await media.fail(NOT_SUPPORTED);

  assertEquals([reports, obstacles], [["video-in-trash"], ["missing"]]);
});

test("reports a picture without a size", () => {
  const { media, reports } = play();
  media.videoWidth = 0;

  media.fire("loadedmetadata");

  assertEquals(reports, ["no-picture"]);
});

test("reports that no frame arrives, but not on a hidden page or after a seek", () => {
  const visible = play();
  const hidden = play({ visible: () => false });
  for (const { media } of [visible, hidden]) {
    media.frames = 0;
    media.fire("playing");
    media.currentTime = 100;
    media.fire("timeupdate");
  }
  assertEquals(visible.reports, []);

  for (const { media } of [visible, hidden]) media.playTo(110);

  assertEquals([visible.reports, hidden.reports], [["no-picture"], []]);
});

test("reports that a video has ended without a frame", () => {
  const visible = play();
  const hidden = play({ visible: () => false });
  for (const { media } of [visible, hidden]) {
    media.frames = 0;
    media.fire("playing");
    media.fire("ended");
  }

  assertEquals([visible.reports, hidden.reports], [["no-picture"], []]);
  const { media, reports } = play();
  media.fire("ended");
  assertEquals(reports, []);
});

test("reports that no sound is decoded, until there is some", () => {
  const { media, reports } = play({ hasSound: true });
  const silent = play();
  for (const video of [media, silent.media]) {
    video.webkitAudioDecodedByteCount = 0;
    video.fire("playing");
    video.playTo(5);
  }
  assertEquals([reports, silent.reports], [["no-sound"], []]);
  media.fire("playing");
  assertEquals(reports, ["no-sound"]);

  media.webkitAudioDecodedByteCount = 100;
  media.playTo(6);

  assertEquals(reports, ["no-sound", null]);
});

test("reports no missing sound if the browser doesn't tell", () => {
  const { media, reports } = play({ hasSound: true });
  media.webkitAudioDecodedByteCount = undefined;
  media.fire("playing");

  media.playTo(5);

  assertEquals(reports, []);
});
