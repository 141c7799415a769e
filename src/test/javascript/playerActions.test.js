import { PlayerActions } from "/catalogue/player/actions.js";
import { connectMediaKeys } from "/catalogue/player/controls.js";
import { Preferences } from "/catalogue/player/preferences.js";
import { assertEquals, test } from "./harness.js";

/** Storage in memory; the one of the page belongs to all tests. */
function memory() {
  const values = new Map();
  return { getItem: (key) => values.get(key) ?? null, setItem: (key, value) => values.set(key, String(value)) };
}

function open({ storage = memory(), frameRate } = {}) {
  const media = { currentTime: 50, duration: 100, playbackRate: 1, defaultPlaybackRate: 1, volume: 1, muted: false, paused: true };
  const told = [];
  const actions = new PlayerActions(media, { tell: (text) => told.push(text), preferences: new Preferences(() => storage), frameRate });
  return { media, told, actions };
}

test("seeks within the video", () => {
  const { media, told, actions } = open();

  actions.seekBy(-60);
  assertEquals(media.currentTime, 0);
  actions.seekBy(10);
  actions.seekToShare(0.5);
  assertEquals(media.currentTime, 50);
  actions.seekBy(1000);

  assertEquals(media.currentTime, 100);
  assertEquals(told, ["Back 60 seconds", "Forward 10 seconds", "50%", "Forward 1000 seconds"]);
});

test("does not seek to a share of an unknown duration", () => {
  const { media, actions } = open();
  media.duration = NaN;

  actions.seekToShare(0.5);

  assertEquals(media.currentTime, 50);
});

test("changes the speed in steps, also for the next source", () => {
  const { media, told, actions } = open();

  for (let step = 0; step < 9; step++) actions.changeSpeed(1);
  assertEquals([media.playbackRate, media.defaultPlaybackRate], [2, 2]);
  for (let step = 0; step < 9; step++) actions.changeSpeed(-1);
  assertEquals([media.playbackRate, media.defaultPlaybackRate], [0.25, 0.25]);
  // Another program may have set one between two steps.
  media.playbackRate = 1.1;
  actions.changeSpeed(-1);

  assertEquals([media.playbackRate, told.at(-1)], [1, "Speed: Normal"]);
});

test("remembers volume and mute", () => {
  const storage = memory();
  const { actions } = open({ storage });
  actions.setVolume(0.4);
  actions.toggleMute();

  const { media, told, actions: later } = open({ storage });
  assertEquals([media.volume, media.muted], [0.4, true]);
  later.toggleMute();
  later.changeVolume(1);
  later.changeVolume(-1);

  assertEquals([media.volume, media.muted, told], [0.4, false, ["Volume: 40%", "Volume: 45%", "Volume: 40%"]]);
});

test("remembers the speed, but none that the player doesn’t offer", () => {
  const storage = memory();
  open({ storage }).actions.setSpeed(1.5);
  assertEquals([open({ storage }).media.playbackRate, open({ storage }).media.defaultPlaybackRate], [1.5, 1.5]);

  storage.setItem("slipway.player.speed", "40");
  assertEquals(open({ storage }).media.playbackRate, 1);
});

test("the system shows the title and the poster, and seeks", () => {
  const { media, actions } = open();
  const session = { handlers: {}, setActionHandler: (action, handler) => (session.handlers[action] = handler) };
  Object.assign(media, { ariaLabel: "Sommer", poster: `${location.origin}/poster.jpg` });
  connectMediaKeys(media, { actions, intent: null }, session);

  assertEquals([session.metadata.title, session.metadata.artwork[0].src], ["Sommer", media.poster]);
  session.handlers.seekto({ seekTime: 20 });
  session.handlers.seekforward({});
  session.handlers.seekbackward({ seekOffset: 5 });
  assertEquals(media.currentTime, 25);
});

test("makes a silent video audible again", () => {
  const { media, actions } = open();
  actions.setVolume(0);

  actions.toggleMute();

  assertEquals([media.volume, media.muted], [0.5, false]);
});

test("steps by frames only while paused", () => {
  const { media, actions } = open({ frameRate: 50 });

  actions.stepFrame(1);
  assertEquals(media.currentTime, 50.02);
  media.paused = false;
  actions.stepFrame(1);

  assertEquals(media.currentTime, 50.02);
});

test("works without storage and with foreign values in it", () => {
  const blocked = open({
    storage: {
      getItem() {
        throw new Error("denied");
      },
      setItem() {
        throw new Error("denied");
      },
    },
  });
  blocked.actions.setVolume(0.3);
  assertEquals(blocked.media.volume, 0.3);
  const foreign = memory();
  foreign.setItem("slipway.player.volume", "\"loud\"");
  foreign.setItem("slipway.player.muted", "{");

  const { media } = open({ storage: foreign });

  assertEquals([media.volume, media.muted], [1, false]);
});
