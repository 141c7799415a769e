import { openAdaptive } from "/catalogue/adaptive.js";
import { parseMasterPlaylist } from "/catalogue/streaming/masterPlaylist.js";
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
function loaders(valid) {
  const requested = [];
  class Loader {
    stats = {};
    used = false;

    load(context, config, { onSuccess, onError }) {
      if (this.used) throw new Error("A loader can be used once");
      this.used = true;
      requested.push(context.url);
      if (valid(context.url)) onSuccess({ data: "bytes" }, { loaded: 5 }, context);
      else onError({ code: 403 }, context);
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
