import { Posters } from "/uploads/posters.js";
import { assertEquals, test } from "./harness.js";

/** A page that waits for posters; the test sends the changes. */
function page({ videos = {}, processed = true } = {}) {
  const shown = [];
  const requests = [];
  const streams = [];
  const timers = [];
  const posters = new Posters({
    after: processed ? "7" : undefined,
    getVideo: async (id) => {
      requests.push(id);
      if (videos[id] === undefined) throw new Error("offline");
      return { posterUrl: videos[id] };
    },
    follow({ after, onChange, onReset }) {
      const stream = { after, open: true, onChange, onReset };
      streams.push(stream);
      return () => (stream.open = false);
    },
    setTimeout: (callback) => timers.push(callback),
  });
  return {
    add: (id, posterUrl = null) => posters.add({ id, posterUrl }, (url) => shown.push(url)),
    async change(id, change = "updated", number = "8") {
      streams.at(-1).onChange({ id, change }, number);
      await settled();
    },
    videos,
    shown,
    requests,
    streams,
    timers,
  };
}

/** Lets what waits for promises go on. */
async function settled() {
  for (let step = 0; step < 10; step++) await null;
}

test("shows a poster that is there already, without a connection", () => {
  const { add, shown, streams } = page();

  add("one", "one.jpg");

  assertEquals([shown, streams.length], [["one.jpg"], 0]);
});

test("waits for nothing if no posters are made", () => {
  const { add, streams } = page({ processed: false });

  add("one");

  assertEquals(streams.length, 0);
});

test("shows each poster when its video has changed, and then closes the connection", async () => {
  const { add, change, videos, shown, requests, streams } = page({ videos: { one: null, two: "two.jpg" } });
  add("one");
  add("two");
  assertEquals([streams.length, streams[0].after], [1, "7"]);

  await change("one");
  await change("one", "processing");
  await change("other");
  assertEquals([shown, requests], [[], ["one"]]);
  videos.one = "one.jpg";
  await change("two");
  await change("one");

  assertEquals([shown, requests, streams[0].open], [["two.jpg", "one.jpg"], ["one", "two", "one"], false]);
});

test("continues after the latest change that it has seen", async () => {
  const { add, change, streams } = page({ videos: { one: "one.jpg" } });
  add("one");
  await change("one", "updated", "12");

  add("two");

  assertEquals(streams.map(({ after }) => after), ["7", "12"]);
});

test("tries again with the next change after a failed request", async () => {
  const { add, change, videos, shown } = page();
  add("one");
  await change("one");
  videos.one = "one.jpg";

  await change("one");

  assertEquals(shown, ["one.jpg"]);
});

test("asks for all videos if changes are missing", async () => {
  const { add, shown, streams } = page({ videos: { one: "one.jpg", two: "two.jpg" } });
  add("one");
  add("two");

  streams[0].onReset();
  await settled();

  assertEquals([shown, streams[0].open], [["one.jpg", "two.jpg"], false]);
});

test("no longer waits when the time is over", async () => {
  const { add, change, shown, streams, timers } = page({ videos: { one: "one.jpg" } });
  add("one");

  timers[0]();

  assertEquals(streams[0].open, false);
  await change("one");
  assertEquals(shown, []);
});
