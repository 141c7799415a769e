import { Upload } from "/uploads/client/upload.js";
import { Problem } from "/web/problem.js";
import { assertEquals, test } from "./harness.js";

const FILE = new File(["abc"], "holiday.mp4", { type: "video/mp4" });
const ID = "abcdefghijklmnopqrstuvwxyz";

/** An application and a store that accept everything, with a clock and the memory of a browser. */
function createWorld() {
  const world = { now: 0, urls: 0, used: [], remembered: new Set(), complete: () => ({ id: ID, status: "READY" }) };
  const describe = () => ({
    id: ID,
    status: "OPEN",
    method: "put",
    put: { url: `/${++world.urls}`, headers: {} },
    expiresAt: new Date(world.now + 900_000).toISOString(),
  });
  const request = async (method, path) => {
    if (method === "DELETE") return null;
    if (path.endsWith("/completion")) return world.complete();
    return describe();
  };
  const memory = { remember: ({ id }) => world.remembered.add(id), forget: (id) => world.remembered.delete(id) };
  const send = async ({ url }) => {
    world.used.push(url);
    return { status: 200 };
  };
  const environment = { request, send, memory, lock: async () => () => {}, now: () => world.now };
  world.upload = new Upload(FILE, { environment });
  return world;
}

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

test("the browser forgets an upload that can't be continued, but not one that can", async () => {
  const remembered = [];
  for (const code of ["upload-closed", "store-refused"]) {
    const world = createWorld();
    world.complete = () => {
      throw new Problem(code, { status: 409 });
    };
    await world.upload.start();
    remembered.push([world.upload.problem.code, world.remembered.size]);
  }

  assertEquals(remembered, [["upload-closed", 0], ["store-refused", 1]]);
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
