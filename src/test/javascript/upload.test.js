import { Upload } from "/uploads/client/upload.js";
import { Problem } from "/web/problem.js";
import { assertEquals, test } from "./harness.js";

const FILE = new File(["abc"], "holiday.mp4", { type: "video/mp4" });
const ID = "abcdefghijklmnopqrstuvwxyz";

/** An application and a store that accept everything, with a clock and the memory of a browser. */
function createWorld(overrides = {}) {
  const world = { now: 0, urls: 0, used: [], requests: [], remembered: new Set(), complete: () => ({ id: ID, status: "READY" }) };
  const describe = () => ({
    id: ID,
    status: world.state ?? "OPEN",
    method: "put",
    put: { url: `/${++world.urls}`, headers: {} },
    expiresAt: new Date(world.now + 900_000).toISOString(),
  });
  const request = async (method, path) => {
    world.requests.push(`${method} ${path}`);
    if (method === "DELETE") return world.aborting ?? null;
    if (method === "POST") await world.opening;
    if (path.includes("/api/videos/")) return world.video();
    if (path.endsWith("/completion")) return world.complete();
    return describe();
  };
  const memory = { remember: ({ id }) => world.remembered.add(id), forget: (id) => world.remembered.delete(id) };
  const send = async ({ url }) => {
    world.used.push(url);
    return { status: 200 };
  };
  const environment = { request, send, memory, lock: async () => () => {}, now: () => world.now, ...overrides };
  world.upload = new Upload(FILE, { environment });
  return world;
}

test("an upload that was paused and resumed while it is opened is aborted when it is cancelled", async () => {
  const world = createWorld();
  let answer;
  world.opening = new Promise((resolve) => (answer = resolve));
  const { upload } = world;
  upload.start();
  while (!world.requests.length) await new Promise((resolve) => setTimeout(resolve));

  upload.pause();
  upload.resume();
  const cancelled = upload.cancel();
  answer();
  await cancelled;

  assertEquals([upload.phase, world.requests], ["cancelled", ["POST /api/uploads", `DELETE /api/uploads/${ID}`]]);
});

test("nothing revives or disturbs an upload that is being cancelled", async () => {
  const world = createWorld();
  let aborted;
  world.aborting = new Promise((resolve) => (aborted = resolve));
  const { upload } = world;
  const phases = [];
  upload.addEventListener("id", () => upload.pause());
  await upload.start();
  upload.addEventListener("phase", () => phases.push(upload.phase));

  const cancelled = upload.cancel();
  upload.resume();
  upload.pause();
  upload.start();
  const again = upload.cancel();
  aborted();
  await Promise.all([cancelled, again]);

  assertEquals([phases, upload.problem], [["cancelling", "cancelled"], null]);
  assertEquals(world.requests, ["POST /api/uploads", `DELETE /api/uploads/${ID}`]);
});

test("an upload that failed to be cancelled is cancelled by the next retry, not sent", async () => {
  const world = createWorld();
  const { upload } = world;
  upload.addEventListener("id", () => upload.pause());
  await upload.start();
  world.aborting = Promise.reject(new Problem("unauthenticated", { status: 401 }));

  await upload.cancel();

  assertEquals([upload.phase, upload.cancelFailed, upload.problem.code], ["failed", true, "unauthenticated"]);
  world.aborting = null;
  await upload.retry();
  assertEquals([upload.phase, upload.cancelFailed, upload.problem], ["cancelled", false, null]);
  assertEquals(world.requests, ["POST /api/uploads", `DELETE /api/uploads/${ID}`, `DELETE /api/uploads/${ID}`]);
});

test("an upload that was cancelled too late says so when it is done", async () => {
  const world = createWorld();
  const { upload } = world;
  upload.addEventListener("id", () => upload.pause());
  await upload.start();
  world.aborting = Promise.reject(new Problem("upload-closed", { status: 409 }));
  world.state = "STORED";

  await upload.cancel();

  assertEquals([upload.phase, upload.cancelledTooLate, upload.cancelFailed], ["done", true, false]);
});

test("an upload that is paused before its lock is granted remains paused", async () => {
  let grant;
  const lock = () => new Promise((resolve) => (grant = () => resolve(() => {})));
  const world = createWorld({ lock });
  const { upload } = world;
  const started = upload.start();
  while (!grant) await new Promise((resolve) => setTimeout(resolve));

  upload.pause();
  grant();
  await started;

  assertEquals([upload.phase, upload.active], ["paused", false]);
});

test("the browser forgets an upload when it is done", async () => {
  const world = createWorld();
  let rememberedWhileSending;
  world.complete = () => {
    rememberedWhileSending = [...world.remembered];
    return { id: ID, status: "READY" };
  };

  await world.upload.start();

  assertEquals([world.upload.phase, rememberedWhileSending, [...world.remembered]], ["done", [ID], []]);
});

test("shows that the video is being checked, and then the verdict", async () => {
  for (const [verdict, phase] of [["READY", "done"], ["REJECTED", "rejected"]]) {
    const world = createWorld({ pause: async () => {} });
    const phases = [];
    const answers = [{ status: "PROCESSING" }, new Problem("connection-lost", { transient: true }), { status: verdict }];
    world.complete = () => ({ id: ID, status: "PROCESSING" });
    world.video = () => {
      const answer = answers.shift();
      if (answer instanceof Problem) throw answer;
      return { id: ID, ...answer };
    };
    world.upload.addEventListener("phase", () => phases.push(world.upload.phase));

    await world.upload.start();

    assertEquals([phases.slice(-2), world.upload.video.status], [["processing", phase], verdict]);
    assertEquals([world.upload.active, answers.length], [false, 0]);
  }
});

test("a video that is deleted during the check ends the upload as deleted", async () => {
  const answers = [{ id: ID, status: "PROCESSING", deleteAfter: "2026-12-08T00:00:00Z" }, new Problem("not-found", { status: 404 })];
  const ends = [];
  for (const answer of answers) {
    const world = createWorld({ pause: async () => {} });
    world.complete = () => ({ id: ID, status: "PROCESSING" });
    world.video = () => {
      if (answer instanceof Problem) throw answer;
      return answer;
    };
    await world.upload.start();
    ends.push([world.upload.phase, world.upload.video?.id ?? null]);
  }

  assertEquals(ends, [["deleted", ID], ["deleted", null]]);
});

test("a check that takes too long ends the upload without a verdict", async () => {
  let waited = 0;
  const world = createWorld({ pause: async (milliseconds) => (waited += milliseconds) });
  world.complete = () => ({ id: ID, status: "PROCESSING" });
  world.video = () => ({ id: ID, status: "PROCESSING" });

  await world.upload.start();

  assertEquals([world.upload.phase, world.upload.video.status], ["done", "PROCESSING"]);
  assertEquals(waited >= 600_000, true);
});

test("the browser forgets an upload that can't be continued, but not one that can", async () => {
  const remembered = [];
  for (const code of ["upload-closed", "video-deleted", "store-refused"]) {
    const world = createWorld();
    world.complete = () => {
      throw new Problem(code, { status: 409 });
    };
    await world.upload.start();
    remembered.push([world.upload.problem.code, world.remembered.size, world.upload.id]);
  }

  assertEquals(remembered, [["upload-closed", 0, null], ["video-deleted", 0, null], ["store-refused", 1, ID]]);
});

test("renews the URL for a file that waited until it expired", async () => {
  const world = createWorld();
  // The upload is paused as soon as it is open, before anything is sent.
  world.upload.addEventListener("id", () => world.upload.pause());
  await world.upload.start();
  assertEquals([world.upload.phase, world.used], ["paused", []]);

  world.now = 880_000;
  await world.upload.resume();

  assertEquals([world.upload.phase, world.used], ["done", ["/2"]]);
});

test("a file whose upload was discarded meanwhile isn't sent again", async () => {
  const world = createWorld();
  world.upload.addEventListener("id", () => world.upload.pause());
  await world.upload.start();
  const sent = [];
  const send = async ({ url }) => sent.push(url);
  const request = async (method) => {
    if (method === "PUT") throw new Problem("upload-closed", { status: 409 });
    return { ...world.upload.serverState, status: "ABORTED" };
  };
  const { serverState } = world.upload;
  const environment = { request, send, memory: { remember() {}, forget() {} }, lock: async () => () => {}, now: () => 0 };
  const resumed = new Upload(FILE, { resume: { ...serverState, size: FILE.size }, environment });

  await resumed.start();

  assertEquals([resumed.phase, resumed.problem.code, sent], ["failed", "upload-closed", []]);
});

test("renews a URL that may have expired when the connection is lost", async () => {
  const used = [];
  const send = async ({ url }) => {
    used.push(url);
    if (used.length > 1) return { status: 200 };
    world.now += 61_000;
    throw new Problem("connection-lost", { transient: true });
  };
  const world = createWorld({ send, pause: async () => {} });
  world.complete = () => {
    if (used.length > 1) return { id: ID, status: "READY" };
    throw new Problem("upload-incomplete", { status: 409 });
  };

  await world.upload.start();

  assertEquals([world.upload.phase, used], ["done", ["/1", "/2"]]);
});

test("a file that the store turns out to have counts as resumed, not as sent", async () => {
  const lose = async () => {
    throw new Problem("connection-lost", { transient: true });
  };
  const { upload } = createWorld({ send: lose, pause: async () => {} });

  await upload.start();

  assertEquals([upload.phase, upload.bytes.sent, upload.resumed], ["done", FILE.size, FILE.size]);
});
