import { FaultControl } from "/experiments/faults/faultControl.js";
import { FaultRun } from "/experiments/faults/faultRun.js";
import { createSampleVideo } from "/experiments/faults/sampleVideo.js";
import { layOut, Timeline } from "/experiments/faults/timeline.js";
import { Problem } from "/web/problem.js";
import { assertEquals, test } from "./harness.js";

const START = Date.parse("2026-01-01T00:00:00Z");

function status({ active = null, observations = [], now = START }) {
  return { items: [], active, now: new Date(now).toISOString(), observations };
}

test("places what happened on a lane for each part of the system", () => {
  let now = 0;
  const timeline = new Timeline({ now: () => now });
  const end = timeline.begin("browser", "busy", "PUT");
  now = 5_000;
  end({ tone: "good", text: "PUT: done" });
  timeline.mark("store", "good", "answered", 2_500);

  const { lanes, fault } = layOut(timeline, 10_000);

  assertEquals(lanes[0], { lane: "browser", marks: [{ from: 0, length: 49.02, tone: "good" }] });
  assertEquals(lanes[1], { lane: "store", marks: [{ from: 24.51, length: 0, tone: "good" }] });
  assertEquals(lanes[2].marks, []);
  assertEquals(fault, null);
});

test("draws what has not ended up to the present", () => {
  const timeline = new Timeline({ now: () => 0 });
  timeline.begin("browser", "busy", "PUT");

  const [{ marks }] = layOut(timeline, 10_000).lanes;

  assertEquals(marks[0].length, 98.04);
});

test("shades the fault up to the end of the diagram", () => {
  const timeline = new Timeline({ now: () => 0 });
  timeline.setFault("Disconnect the store", 1_020, 61_020);

  assertEquals(layOut(timeline, 10_000).fault, { from: 10, length: 90 });
});

test("sorts observations that arrive late", () => {
  let now = 0;
  const timeline = new Timeline({ now: () => now });
  now = 3_000;
  timeline.mark("catalogue", "good", "row");
  timeline.mark("store", "good", "answered", 1_000);

  assertEquals(
    timeline.entries.map(({ text }) => text),
    ["answered", "row"],
  );
});

test("converts the times of the relay's clock", async () => {
  const active = { name: "stop-store", startedAt: "2026-01-01T00:00:00Z", endsAt: "2026-01-01T00:01:00Z" };
  const control = new FaultControl({ now: () => 1_000, request: async () => status({ active }) });

  await control.start("stop-store");

  assertEquals(control.active, { name: "stop-store", startedAt: 1_000, endsAt: 61_000 });
});

test("starts a fault once for uploads that begin together", async () => {
  const calls = [];
  const active = { name: "a", startedAt: "2026-01-01T00:00:00Z", endsAt: "2026-01-01T00:01:00Z" };
  const control = new FaultControl({ now: () => START, request: async (method) => (calls.push(method), status({ active })) });

  await Promise.all([control.start("a"), control.start("a")]);
  await control.start("a");

  assertEquals(calls, ["POST"]);
});

test("starts another fault while one is being started", async () => {
  const paths = [];
  const control = new FaultControl({ now: () => START, request: async (method, path) => (paths.push(path), status({})) });

  await Promise.all([control.start("a"), control.start("b")]);

  assertEquals(
    paths.map((path) => path.split("/").pop()),
    ["a", "b"],
  );
});

test("forgets a fault whose time is over although the application doesn't answer", async () => {
  let now = START;
  let answers = true;
  const request = async () => {
    if (!answers) throw new Error("no answer");
    return status({ active: { name: "a", startedAt: "2026-01-01T00:00:00Z", endsAt: "2026-01-01T00:01:00Z" } });
  };
  const control = new FaultControl({ now: () => now, request });
  await control.start("a");
  answers = false;

  now = START + 59_000;
  assertEquals(await control.poll(), false);
  assertEquals(control.active.name, "a");
  now = START + 60_000;
  await control.poll();

  assertEquals(control.active, null);
});

test("continues when the application was killed before it answered", async () => {
  const request = async () => {
    throw new Problem("connection-lost");
  };
  const control = new FaultControl({ now: () => START, request });

  await control.start("kill-application");

  assertEquals(control.active, null);
});

test("shows the kill of the application, which concerns no object, as a moment", () => {
  const run = new FaultRun(new File(["bytes"], "clip.mp4"), { startFault: () => {}, checksumLimit: 0, now: () => 1_000 });
  run.observe({ action: "application-killed", key: null, status: null, at: 3_000 });
  assertEquals(run.timeline.fault, null);
  run.upload.phase = "uploading";

  run.observe({ action: "application-killed", key: null, status: null, at: 900 });
  assertEquals(run.timeline.fault, null);
  run.observe({ action: "application-killed", key: null, status: null, at: 3_000 });

  assertEquals(run.timeline.fault, { title: "Kill the application", start: 2_000, end: 2_000 });
});

test("reports each observation once", async () => {
  const paths = [];
  const observations = [{ number: 7, at: "2026-01-01T00:00:00Z", action: "put-cut", key: "videos/a/source", status: null }];
  const control = new FaultControl({ now: () => START, request: async (method, path) => (paths.push(path), status({ observations })) });
  const seen = [];
  control.addEventListener("observation", ({ detail }) => seen.push(detail.action));

  await control.poll();
  await control.poll();

  assertEquals(seen, ["put-cut"]);
  assertEquals(paths[1].endsWith("?after=7"), true);
});

test("creates samples of the requested size that differ", async () => {
  const [one, other] = [createSampleVideo(100_000, "a.mp4"), createSampleVideo(100_000, "b.mp4")];
  const [first, second] = await Promise.all([one.arrayBuffer(), other.arrayBuffer()]);

  assertEquals([one.size, one.type, one.name], [100_000, "video/mp4", "a.mp4"]);
  assertEquals(new TextDecoder().decode(first.slice(4, 12)), "ftypisom");
  assertEquals(new Uint8Array(first).every((byte, index) => byte === new Uint8Array(second)[index]), false);
});
