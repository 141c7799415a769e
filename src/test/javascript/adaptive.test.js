import { fetchText, openAdaptive } from "/catalogue/adaptive.js";
import { PlaybackIntent } from "/catalogue/playbackIntent.js";
import { HlsJsStream } from "/catalogue/streaming/hlsJsStream.js";
import { parseMasterPlaylist } from "/catalogue/streaming/masterPlaylist.js";
import { PageStream } from "/catalogue/streaming/pageStream.js";
import { delayBefore, MAX_REPETITIONS } from "/catalogue/streaming/tooManyRequests.js";
import { playlistLoader, replaceVariables } from "/catalogue/streaming/playlistVariables.js";
import { checkStream } from "/catalogue/streaming/streamCheck.js";
import { StreamOutage } from "/catalogue/streaming/streamOutage.js";
import { RenewedUrls, renewingLoader } from "/catalogue/streaming/renewedUrls.js";
import { assertEquals, test } from "./harness.js";

const MASTER = `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-STREAM-INF:BANDWIDTH=900000,AVERAGE-BANDWIDTH=800000,CODECS="avc1.4d401f,mp4a.40.2",RESOLUTION=854x480,FRAME-RATE=25.000
b.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=3000000,AVERAGE-BANDWIDTH=2000000,CODECS="avc1.4d4028,mp4a.40.2",RESOLUTION=1080x1920,FRAME-RATE=59.940
a.m3u8
`;
const ADDRESS = "http://application.example/api/videos/v/hls/master.m3u8";

/** A media element that plays what the test allows. */
class FakeMedia extends EventTarget {
  src = "";
  currentTime = 0;
  playbackRate = 1;
  paused = true;
  videoWidth = 0;
  videoHeight = 0;
  plays = 0;

  constructor({ playsHls = "maybe", opens = true } = {}) {
    super();
    this.opens = opens;
    this.canPlayType = () => playsHls;
  }

  load() {
    queueMicrotask(() => this.dispatchEvent(new Event(this.opens ? "loadedmetadata" : "error")));
  }

  async play() {
    this.plays++;
  }
}

function open(media, environment = {}) {
  return openAdaptive(media, {
    masterUrl: "/api/videos/v/hls/master.m3u8",
    environment: { pageUrl: "http://application.example/videos/v", fetchText: async () => MASTER, ...environment },
  });
}

async function rejection(promise) {
  return promise.then(
    () => null,
    (error) => error.message,
  );
}

test("lists the renditions from large to small", () => {
  assertEquals(
    parseMasterPlaylist(MASTER, ADDRESS).map(({ label, width, height, url }) => [label, width, height, url]),
    [
      ["1080p60", 1080, 1920, "http://application.example/api/videos/v/hls/a.m3u8"],
      ["480p", 854, 480, "http://application.example/api/videos/v/hls/b.m3u8"],
    ],
  );
});

test("uses the browser's own HLS", async () => {
  const media = new FakeMedia();
  const stream = await open(media);

  assertEquals(media.src, ADDRESS);
  assertEquals(stream.address, ADDRESS);
  assertEquals(stream.selected(), "auto");
  assertEquals(stream.current(), -1);
  media.videoWidth = 854;
  media.videoHeight = 480;
  assertEquals(stream.current(), 1);
});

test("continues with the selected rendition at the same position", async () => {
  const media = new FakeMedia();
  const stream = await open(media);
  Object.assign(media, { currentTime: 42, playbackRate: 1.5, paused: false });

  stream.select(1);
  assertEquals(media.src, "http://application.example/api/videos/v/hls/b.m3u8");
  assertEquals([media.currentTime, media.playbackRate, media.plays], [42, 1.5, 1]);
  stream.select(1);
  assertEquals(media.plays, 1);
  stream.select("auto");
  assertEquals(media.src, ADDRESS);
});

test("starts over with another rendition after the end", async () => {
  const media = new FakeMedia();
  const stream = await open(media);
  Object.assign(media, { currentTime: 60, ended: true });

  stream.select(0);
  assertEquals(media.currentTime, 0);
});

test("rejects a stream that the browser can't open", async () => {
  assertEquals(await rejection(open(new FakeMedia({ opens: false }))), "The browser can't play the stream");
});

test("rejects a playlist without renditions", async () => {
  assertEquals(
    await rejection(open(new FakeMedia(), { fetchText: async () => "#EXTM3U\n" })),
    "The playlist has no rendition",
  );
});

test("rejects if the browser has neither HLS nor Media Source Extensions", async () => {
  assertEquals(
    await rejection(open(new FakeMedia({ playsHls: "" }), { hasMediaSource: false })),
    "The browser has no Media Source Extensions",
  );
});

/** A loader as hls.js has it, which the store answers by its signature. */
function loaders(valid, refusal = 403) {
  const requested = [];
  class Loader {
    stats = {};
    used = false;

    load(context, config, { onSuccess, onError }) {
      if (this.used) throw new Error("A loader can be used once");
      this.used = true;
      requested.push(context.url);
      if (valid(context.url)) onSuccess({ data: "bytes" }, { loaded: 5 }, context);
      else onError({ code: refusal }, context);
    }

    abort() {}

    destroy() {}
  }
  return { requested, Loader };
}

function load(Loader, urls, url) {
  return new Promise((resolve) => {
    const loader = new (renewingLoader(Loader, urls))({});
    loader.load(
      { url },
      {},
      {
        onSuccess: ({ data }) => resolve([data, loader.stats.loaded]),
        onError: ({ code }) => resolve(code),
      },
    );
  });
}

for (const [kind, line] of [
  ["a repeated URL", "#EXTINF:4.0,\n#EXT-X-BYTERANGE:5@0\nhttps://store.example/a.mp4?signature=2\n"],
  ["a variable", '#EXT-X-DEFINE:NAME="u",VALUE="https://store.example/a.mp4?signature=2"\n#EXTINF:4.0,\n{$u}\n'],
]) {
  test(`renews an expired URL from a playlist with ${kind}`, async () => {
    const playlists = [];
    const urls = new RenewedUrls(async (playlist) => {
      playlists.push(playlist);
      return `#EXTM3U\n${line}`;
    });
    const { requested, Loader } = loaders((url) => url.endsWith("=2"));
    urls.add("https://store.example/a.mp4?signature=1", "https://application.example/a.m3u8");

    assertEquals(await load(Loader, urls, "https://store.example/a.mp4?signature=1"), ["bytes", 5]);
    assertEquals(await load(Loader, urls, "https://store.example/a.mp4?signature=1"), ["bytes", 5]);
    assertEquals(playlists, ["https://application.example/a.m3u8"]);
    assertEquals(requested.map((url) => url.slice(-1)).join(""), "122");
  });
}

for (const refusal of [0, 400, 401]) {
  test(`renews a URL that is refused with the status ${refusal}`, async () => {
    const urls = new RenewedUrls(async () => "https://store.example/a.mp4?signature=2\n");
    const { requested, Loader } = loaders((url) => url.endsWith("=2"), refusal);
    urls.add("https://store.example/a.mp4?signature=1", "a.m3u8");

    assertEquals(await load(Loader, urls, "https://store.example/a.mp4?signature=1"), ["bytes", 5]);
    assertEquals(requested.length, 2);
  });
}

test("renews no URL of an object that doesn't exist", async () => {
  const urls = new RenewedUrls(async () => "https://store.example/a.mp4?signature=2\n");
  const { requested, Loader } = loaders(() => false, 404);
  urls.add("https://store.example/a.mp4?signature=1", "a.m3u8");

  assertEquals(await load(Loader, urls, "https://store.example/a.mp4?signature=1"), 404);
  assertEquals(requested.length, 1);
});

test("gives up when the renewed URL is refused too", async () => {
  const urls = new RenewedUrls(async () => "https://store.example/a.mp4?signature=2\n");
  const { requested, Loader } = loaders(() => false);
  urls.add("https://store.example/a.mp4?signature=1", "a.m3u8");

  assertEquals(await load(Loader, urls, "https://store.example/a.mp4?signature=1"), 403);
  assertEquals(requested.length, 2);
});

test("reports the refusal if the playlist can't be read", async () => {
  const urls = new RenewedUrls(async () => {
    throw new Error("offline");
  });
  const { Loader } = loaders(() => false);
  urls.add("https://store.example/a.mp4", "a.m3u8");

  assertEquals(await load(Loader, urls, "https://store.example/a.mp4"), 403);
});

test("reads a playlist once for requests that fail at the same time", async () => {
  let reads = 0;
  const urls = new RenewedUrls(async () => {
    reads++;
    return "https://store.example/a.mp4?signature=2\n";
  });
  const { Loader } = loaders((url) => url.endsWith("=2"));
  urls.add("https://store.example/a.mp4?signature=1", "a.m3u8");

  await Promise.all([1, 2, 3].map(() => load(Loader, urls, "https://store.example/a.mp4?signature=1")));
  assertEquals(reads, 1);
});

const LONG_PLAYLIST = `#EXTM3U
#EXT-X-VERSION:8
#EXT-X-TARGETDURATION:4
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-DEFINE:NAME="u",VALUE="https://store.example/a.mp4?signature=$&"
#EXT-X-MAP:URI="{$u}",BYTERANGE="700@0"
#EXTINF:4.00000,
#EXT-X-BYTERANGE:1000@700
{$u}
#EXT-X-ENDLIST
`;

test("replaces the variable of a long playlist", () => {
  const text = replaceVariables(LONG_PLAYLIST);
  assertEquals(text.match(/store\.example\/a\.mp4\?signature=\$&/g).length, 2);
  assertEquals(/DEFINE|\{\$u\}/.test(text), false);
  assertEquals(replaceVariables(MASTER), MASTER);
});

/** Answers with 429 for a number of times. */
function busyFetch(refusals) {
  const requested = [];
  const fetch = async (address) => {
    requested.push(address);
    return requested.length <= refusals
      ? new Response("", { status: 429, headers: { "Retry-After": "7" } })
      : new Response("#EXTM3U\n");
  };
  return { requested, fetch };
}

test("waits if there were too many requests of playlists", async () => {
  const waits = [];
  const { requested, fetch } = busyFetch(2);

  assertEquals(await fetchText("a.m3u8", { fetch, waitFor: async (...wait) => waits.push(wait) }), "#EXTM3U\n");
  assertEquals([requested.length, waits], [3, [["7", 0], ["7", 1]]]);
});

test("gives up a playlist that is refused again and again", async () => {
  const { requested, fetch } = busyFetch(100);

  assertEquals(await rejection(fetchText("a.m3u8", { fetch, waitFor: async () => {} })), "The playlist can't be loaded: 429");
  assertEquals(requested.length, 1 + MAX_REPETITIONS);
});

test("repeats a playlist of hls.js that was refused because of too many requests", async () => {
  const waits = [];
  let answers = 0;
  class BusyLoader {
    stats = {};

    load(context, config, { onSuccess, onError }) {
      if (answers++ === 0) onError({ code: 429 }, context);
      else onSuccess({ data: LONG_PLAYLIST }, {}, context);
    }

    getResponseHeader(name) {
      return name === "Retry-After" ? "3" : null;
    }

    abort() {}

    destroy() {}
  }
  const loader = new (playlistLoader(BusyLoader, async (...wait) => waits.push(wait)))({});
  const text = await new Promise((resolve, reject) =>
    loader.load({ url: "a.m3u8" }, {}, { onSuccess: ({ data }) => resolve(data), onError: reject }),
  );

  assertEquals([/\{\$u\}/.test(text), waits], [false, [["3", 0]]]);
});

test("waits longer after each refusal, and never shorter than the application says", () => {
  const delays = (retryAfter, random) => [0, 1, 2, 3, 4, 5].map((repetitions) => delayBefore(retryAfter, repetitions, random));

  assertEquals(delays(null, 0), [1, 2, 4, 8, 15, 15]);
  assertEquals(delays("3", 0.5), [4.5, 4.5, 6, 12, 22.5, 22.5]);
  assertEquals(delays("600", 0), [15, 15, 15, 15, 15, 15]);
});

test("many players get through a limit that they exceed at the same time", () => {
  // A bucket without permits that gets fifty each second, as for an address without a login.
  const perSecond = 50;
  let random = 1;
  const nextRandom = () => (random = (random * 16807) % 2147483647) / 2147483647;
  const requests = Array.from({ length: 1500 }, () => ({ at: 0, repetitions: 0 }));
  let taken = 0;
  let failed = 0;
  while (requests.length > 0) {
    requests.sort((one, other) => other.at - one.at);
    const { at, repetitions } = requests.pop();
    if (taken + 1 <= at * perSecond) taken++;
    else if (repetitions === MAX_REPETITIONS) failed++;
    else requests.push({ at: at + delayBefore("1", repetitions, nextRandom()), repetitions: repetitions + 1 });
  }

  assertEquals([taken, failed], [1500, 0]);
});

/** A browser without HLS of its own. */
const withoutHls = { canPlayType: () => "" };

/** What the visitor wants is what the media element does. */
function intentOf(media) {
  return {
    get wanted() {
      return !media.paused;
    },
    hold() {},
    release() {},
  };
}

/** A page whose stream is open. */
async function pageStream(signFile) {
  const media = { ...withoutHls, dataset: { hls: "master.m3u8" }, src: "/master.m3u8", currentTime: 0, paused: true };
  let destroyed = 0;
  const stream = new PageStream(media, { signFile, intent: intentOf(media), open: async () => ({ address: "master.m3u8", destroy: () => destroyed++ }) });
  await stream.start();
  return { stream, destroyed: () => destroyed };
}

test("ends a stream that can't be continued, and returns the file", async () => {
  const { stream, destroyed } = await pageStream(async () => "file.mp4?signature=1");

  assertEquals(await stream.fallBack("missing"), "file.mp4?signature=1");
  assertEquals([stream.address, destroyed()], [null, 1]);
  assertEquals(await stream.fallBack("missing"), null);
});

test("plays the file if the visitor pressed play while the stream was opened", async () => {
  for (const paused of [false, true]) {
    let plays = 0;
    const media = {
      ...withoutHls,
      dataset: { hls: "master.m3u8" },
      src: "/master.m3u8#t=5",
      currentTime: 0,
      paused: true,
      play: async () => plays++,
    };
    const stream = new PageStream(media, {
      signFile: async () => "file.mp4?signature=1",
      intent: intentOf(media),
      open: async () => {
        media.paused = paused;
        throw new Error("The browser can't play the stream");
      },
    });

    await stream.start();

    assertEquals([media.src, media.currentTime, plays], ["file.mp4?signature=1", 5, paused ? 0 : 1]);
  }
});

test("a press of Play while the stream is opened counts as soon as it is attached", async () => {
  for (const [presses, expected] of [[1, 1], [2, 0]]) {
    const media = new FakeMedia({ playsHls: "" });
    Object.assign(media, { dataset: { hls: "master.m3u8" }, src: "/master.m3u8", error: { code: 4 } });
    // The element can't play the playlist itself.
    media.play = async () => {
      if (media.error) throw new Error("NotSupportedError");
      media.plays++;
    };
    media.pause = () => {};
    const intent = new PlaybackIntent(media);
    let attach;
    const attached = new Promise((resolve) => (attach = resolve));
    const stream = new PageStream(media, { intent, open: () => attached });
    const started = stream.start();

    for (let press = 0; press < presses; press++) intent.toggle();
    assertEquals(intent.wanted, expected === 1);
    media.error = null;
    attach({ destroy() {} });
    await started;

    assertEquals(media.plays, expected);
  }
});

test("a video that plays while its stream is opened can be paused at once", async () => {
  const media = new FakeMedia();
  Object.assign(media, { dataset: { hls: "master.m3u8" }, src: "/master.m3u8", paused: false, error: null });
  let pauses = 0;
  media.pause = () => pauses++;
  const intent = new PlaybackIntent(media);
  let attach;
  const attached = new Promise((resolve) => (attach = resolve));
  const stream = new PageStream(media, { intent, open: () => attached });
  const started = stream.start();

  intent.toggle();
  assertEquals([intent.wanted, pauses], [false, 1]);
  attach({ destroy() {} });
  await started;

  assertEquals(media.plays, 0);
});

test("the browser's own stream goes on playing if it has to be loaded again", async () => {
  for (const [paused, expected] of [[false, 1], [true, 0]]) {
    const media = new FakeMedia();
    media.paused = paused;
    // Loading a source pauses.
    const { load } = media;
    media.load = () => {
      media.paused = true;
      load.call(media);
    };

    await open(media);

    assertEquals(media.plays, expected);
  }
});

/** A page in a browser with its own HLS, whose list of renditions can't be read. */
function nativePage(values) {
  const media = { dataset: { hls: "/master.m3u8" }, src: "/master.m3u8#t=5", canPlayType: () => "maybe", readyState: 4, error: null, play: async () => {}, ...values };
  let refuse;
  const opened = new Promise((resolve, reject) => (refuse = () => reject(new Error("429"))));
  const stream = new PageStream(media, { signFile: async () => "file.mp4?signature=1", intent: intentOf(media), open: () => opened });
  return { media, stream, refuse };
}

test("a browser continues its own stream if the names of the renditions can't be read", async () => {
  const { media, stream, refuse } = nativePage({ currentTime: 42, paused: false });
  const started = stream.start();
  assertEquals(stream.address, new URL("/master.m3u8", document.baseURI).href);

  refuse();
  await started;

  assertEquals([media.src, media.currentTime, stream.quality.options()], ["/master.m3u8#t=5", 42, []]);
  assertEquals(stream.address, new URL("/master.m3u8", document.baseURI).href);
  assertEquals(await stream.fallBack(), "file.mp4?signature=1");
});

test("plays the file from the same position if a stream that played can't be continued", async () => {
  const { media, stream, refuse } = nativePage({ currentTime: 42, paused: true, error: { code: 2 } });
  const started = stream.start();
  refuse();
  await started;

  assertEquals([media.src, media.currentTime, stream.address], ["file.mp4?signature=1", 42, null]);
});

test("a stream that arrives late replaces no file", async () => {
  const { media, stream, refuse } = nativePage({ currentTime: 42, paused: true });
  const started = stream.start();
  media.src = await stream.fallBack();
  refuse();
  await started;

  assertEquals([media.src, media.currentTime, stream.address], ["file.mp4?signature=1", 42, null]);
});

test("opens no stream that the page needs no more", async () => {
  const media = new FakeMedia();

  assertEquals(
    await rejection(
      openAdaptive(media, {
        masterUrl: "/api/videos/v/hls/master.m3u8",
        isWanted: () => false,
        environment: { pageUrl: ADDRESS, fetchText: async () => MASTER },
      }),
    ),
    "The page plays the file",
  );
  assertEquals(media.src, "");
});

test("a stream begins where the link says, unless the visitor has gone on", async () => {
  for (const [currentTime, expected] of [[0, 5], [42, 42]]) {
    const media = { ...withoutHls, dataset: { hls: "master.m3u8" }, src: "/master.m3u8#t=5", currentTime, paused: true };
    await new PageStream(media, { intent: intentOf(media), open: async () => ({ destroy() {} }) }).start();
    assertEquals(media.currentTime, expected);
  }
});

test("keeps a stream if the file can't be signed", async () => {
  const { stream, destroyed } = await pageStream(async () => {
    throw new Error("offline");
  });

  assertEquals(await rejection(stream.fallBack("missing")), "offline");
  assertEquals([stream.address, destroyed()], ["master.m3u8", 0]);
});

/** Answers with texts, or with a problem of the application. */
function application(texts) {
  return async (address) => {
    const answer = texts[address.split("/").at(-1)];
    if (answer === undefined) throw new TypeError("Failed to fetch");
    return typeof answer === "string" ? new Response(answer) : Response.json(answer, { status: 409 });
  };
}

test("asks the store for the rendition of a stream, not the application for its playlist", async () => {
  const fetch = application({ "master.m3u8": MASTER, "a.m3u8": LONG_PLAYLIST, "b.m3u8": "#EXTM3U\nhttps://store.example/b.mp4\n" });
  const probed = [];
  const probe = async (url) => (probed.push(url), "missing");

  assertEquals(await checkStream(ADDRESS, { fetch, probe }), "missing");
  assertEquals(await checkStream(ADDRESS.replace("master", "b"), { fetch, probe }), "missing");
  assertEquals(probed, ["https://store.example/a.mp4?signature=$&", "https://store.example/b.mp4"]);
});

test("says why the application delivers no playlist", async () => {
  const codeOf = (texts) => checkStream(ADDRESS, { fetch: application(texts), probe: async () => "available" }).catch(({ code }) => code);

  assertEquals(await codeOf({ "master.m3u8": { code: "video-in-trash" } }), "video-in-trash");
  assertEquals(await codeOf({}), "connection-lost");
});

/** A page that plays a stream, of which the test says what is wrong. */
async function brokenStream(check, { address = "master.m3u8", signFile = async () => "file.mp4" } = {}) {
  const media = { ...withoutHls, dataset: { hls: "/master.m3u8" }, src: "/master.m3u8", currentTime: 42, paused: true };
  const stream = new PageStream(media, {
    signFile,
    intent: intentOf(media),
    open: async () => ({ address, levels: [], current: () => -1, destroy() {} }),
    probe: async () => "available",
    check,
  });
  await stream.start();
  return stream;
}

test("explains an error by the stream while the page plays it, and by the file after that", async () => {
  const stream = await brokenStream(async () => "unreachable");

  assertEquals(await stream.probe("blob:of-the-stream"), "unreachable");
  assertEquals(await stream.renew(), "master.m3u8");
  await stream.fallBack("missing");

  assertEquals([await stream.probe("file.mp4"), await stream.renew()], ["available", "file.mp4"]);
});

test("passes on why the application refuses the playlist", async () => {
  const stream = await brokenStream(async () => {
    throw { code: "video-in-trash" };
  });

  await stream.probe("master.m3u8");

  assertEquals(await stream.renew().catch(({ code }) => code), "video-in-trash");
});

test("a missing playlist is no missing video", async () => {
  const stream = await brokenStream(async () => {
    throw { code: "not-found" };
  });

  await stream.probe("master.m3u8");

  assertEquals(await stream.renew().catch(({ code }) => code), "stream-missing");
});

test("a stream of hls.js doesn't continue with a media element that failed", async () => {
  const stream = await brokenStream(async () => "available", { address: null });

  await stream.probe("blob:of-the-stream");

  assertEquals(await stream.renew().catch(({ code }) => code), "undecodable");
});

test("names the stream as the reason if the browser can't play the file either", async () => {
  for (const [obstacle, reason] of [["missing", "stream-missing"], ["refused", "stream-broken"], ["undecodable", "undecodable"]]) {
    const stream = await brokenStream(async () => obstacle);
    assertEquals(stream.explain("undecodable"), "undecodable");

    await stream.fallBack(obstacle);

    assertEquals([stream.explain("undecodable"), stream.explain("unreachable"), stream.explain(null)], [reason, "unreachable", null]);
  }
});

/** An outage of which the test decides the problems and when time has passed. */
function streamOutage(problems) {
  const reports = [];
  let waits = 0;
  const retries = { next: async () => waits++, reset() {} };
  const outage = new StreamOutage(new EventTarget(), new EventTarget(), {
    check: async () => problems.shift(),
    report: (code, { retrying }) => reports.push([code, retrying]),
    retries,
  });
  return { outage, reports, waits: () => waits };
}

test("resumes the stream of hls.js after an outage, and tells about it", async () => {
  const { outage, reports, waits } = streamOutage([{ code: "unreachable" }, { code: "overloaded", transient: true }]);

  assertEquals([await outage.waitUntilResumable(), await outage.waitUntilResumable(), waits()], [null, null, 2]);
  outage.end();
  outage.end();

  assertEquals(reports, [["unreachable", true], ["overloaded", true], [null, false]]);
});

test("resumes no stream that can't be continued", async () => {
  for (const code of ["missing", "video-in-trash"]) {
    const { outage, reports } = streamOutage([{ code }]);

    assertEquals([await outage.waitUntilResumable(), reports], [code, []]);
  }
});

test("gives up a stream that breaks off again and again", async () => {
  for (const code of ["available", "refused", "blocked"]) {
    const { outage } = streamOutage(Array(4).fill({ code }));
    const results = [];

    for (let attempt = 0; attempt < 4; attempt++) results.push(await outage.waitUntilResumable());

    assertEquals(results, [null, null, null, code]);
  }
});

test("the notice of an outage ends when the page plays the file instead", async () => {
  const media = { ...withoutHls, dataset: { hls: "/master.m3u8" }, src: "/master.m3u8", currentTime: 42, paused: true };
  const answers = ["unreachable", "missing"];
  const reports = [];
  let problem;
  const stream = new PageStream(media, {
    signFile: async () => "file.mp4",
    intent: intentOf(media),
    open: async (element, { onProblem }) => {
      problem = onProblem;
      return { levels: [], current: () => -1, resume() {}, destroy() {} };
    },
    check: async () => answers.shift(),
    report: (code) => reports.push(code),
    retries: { next: async () => {}, reset() {} },
  });
  await stream.start();

  await problem({ resumable: true });
  await problem({ resumable: true });

  assertEquals([media.src, reports], ["file.mp4", ["unreachable", null]]);
});

test("hls.js is resumed after an outage, and the file follows a stream that is missing", async () => {
  for (const [answer, expected] of [["unreachable", ["resumed", "/master.m3u8"]], ["missing", ["destroyed", "file.mp4"]]]) {
    const media = { ...withoutHls, dataset: { hls: "/master.m3u8" }, src: "/master.m3u8", currentTime: 42, paused: true };
    let problem;
    let what = null;
    const stream = new PageStream(media, {
      signFile: async () => "file.mp4",
      intent: intentOf(media),
      open: async (element, { onProblem }) => {
        problem = onProblem;
        return { levels: [], current: () => -1, resume: () => (what = "resumed"), destroy: () => (what = "destroyed") };
      },
      check: async () => answer,
      retries: { next: async () => {}, reset() {} },
    });
    await stream.start();

    await problem({ resumable: true });

    assertEquals([what, media.src, media.currentTime], [...expected, 42]);
  }
});

/** The small edition of hls.js, as pages load it. */
async function loadHlsJs() {
  const script = document.createElement("script");
  await new Promise((resolve, reject) => {
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error("hls.js can't be loaded")));
    script.src = "/vendor/hls-light.js";
    document.head.append(script);
  });
  return window.Hls;
}

test("hls.js requests the URL that a long playlist has as a variable", async () => {
  const Hls = await loadHlsJs();
  const texts = { "master.m3u8": "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=900000\na.m3u8\n", "a.m3u8": LONG_PLAYLIST };
  let showRequest;
  const requested = new Promise((resolve) => (showRequest = resolve));

  /** Answers with the playlists; media is only requested. */
  class TextLoader {
    stats = {
      aborted: false,
      loaded: 0,
      retry: 0,
      total: 0,
      chunkCount: 0,
      bwEstimate: 0,
      loading: { start: 0, first: 0, end: 0 },
      parsing: { start: 0, end: 0 },
      buffering: { start: 0, first: 0, end: 0 },
    };
    context = null;

    load(context, config, { onSuccess }) {
      this.context = context;
      const data = texts[context.url.split("/").at(-1)];
      if (data) queueMicrotask(() => onSuccess({ url: context.url, data, code: 200 }, this.stats, context, null));
      else showRequest(context.url);
    }

    abort() {}

    destroy() {}
  }
  class OfflineHls extends Hls {
    static get DefaultConfig() {
      return { ...Hls.DefaultConfig, loader: TextLoader };
    }
  }
  const media = document.createElement("video");
  const stream = new HlsJsStream(media, "https://application.example/hls/master.m3u8", [], {
    Hls: OfflineHls,
    fetchText: async () => LONG_PLAYLIST,
    onProblem: () => {},
  });
  await stream.open();

  assertEquals(await requested, "https://store.example/a.mp4?signature=$&");
  stream.destroy();
});
