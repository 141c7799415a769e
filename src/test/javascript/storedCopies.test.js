import { StoredCopies } from "/uploads/storedCopies.js";
import { assertEquals, test } from "./harness.js";

const file = (name) => new File([name], name);
const isInQueue = () => false;

/** The application, with one stored upload for each name, and how many requests it answers at once. */
function applicationWith(names) {
  const application = { requests: [], active: 0, maxActive: 0 };
  application.request = async (method, path) => {
    application.requests.push(`${method} ${path}`);
    application.maxActive = Math.max(application.maxActive, (application.active += 1));
    await new Promise((resolve) => setTimeout(resolve));
    application.active -= 1;
    if (path.includes("?")) return names.map((name) => ({ id: name, name }));
    return { id: path.split("/").at(-1), status: "READY" };
  };
  application.match = async (chosen, uploads) => uploads.find(({ name }) => name === chosen.name) ?? null;
  return application;
}

const LIST = "GET /api/uploads?status=STORED";

test("fetches the list once for all files, and one video after another", async () => {
  const application = applicationWith(["a", "b"]);
  const copies = new StoredCopies(application);
  assertEquals(application.requests, []);

  const found = await Promise.all(["a", "new", "b"].map((name) => copies.find(file(name), isInQueue)));

  assertEquals(found.map((video) => video?.id ?? null), ["a", null, "b"]);
  assertEquals(application.requests, [LIST, "GET /api/videos/a", "GET /api/videos/b"]);
  assertEquals(application.maxActive, 1);
});

test("compares no file if nothing is stored", async () => {
  const copies = new StoredCopies({ ...applicationWith([]), match: () => Promise.reject(new Error("compared")) });

  assertEquals(await copies.find(file("a"), isInQueue), null);
});

test("ignores uploads of the page, as they are when the file is compared", async () => {
  const application = applicationWith(["a"]);
  const copies = new StoredCopies(application);

  assertEquals(await copies.find(file("a"), (id) => id === "a"), null);
  assertEquals((await copies.find(file("a"), isInQueue)).id, "a");
});

test("asks no further if the list doesn't load", async () => {
  const requests = [];
  const refuse = (method, path) => (requests.push(path), Promise.reject(new Error("down")));
  const copies = new StoredCopies({ request: refuse });

  const outcomes = await Promise.allSettled([1, 2, 3].map(() => copies.find(file("a"), isInQueue)));

  assertEquals([outcomes.map(({ status }) => status), requests.length], [Array(3).fill("rejected"), 1]);
});
