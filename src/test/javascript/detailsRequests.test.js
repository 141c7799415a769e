import { DetailsRequests } from "/uploads/detailsRequests.js";
import { assertEquals, test } from "./harness.js";

/** Requests that end when the test says so. */
class HeldRequests {
  started = [];

  request = (method, path, { body, keepalive }) =>
    new Promise((resolve, reject) => this.started.push({ method, path, body, keepalive, resolve, reject }));
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

function sendMany(count, description) {
  const held = new HeldRequests();
  const requests = new DetailsRequests({ request: held.request });
  const results = Array.from({ length: count }, (_, index) => requests.send(`/${index}`, { description }));
  return { held, requests, results };
}

test("sends a few changes at a time, in their order, and goes on after a failure", async () => {
  const { held, results } = sendMany(6, "short");
  const outcomes = Promise.allSettled(results);
  await settle();
  assertEquals(held.started.length, 4);
  held.started[0].reject(new Error("refused"));
  held.started[1].resolve();
  await settle();
  assertEquals(held.started.map(({ path }) => path), ["/0", "/1", "/2", "/3", "/4", "/5"]);
  held.started.forEach(({ resolve }) => resolve());
  assertEquals((await outcomes).map(({ status }) => status), ["rejected", ...Array(5).fill("fulfilled")]);
});

test("keeps alive what browsers accept, and sends the rest without", async () => {
  // Two bytes a letter.
  const { held, requests } = sendMany(4, "ä".repeat(10_000));
  await settle();
  assertEquals(held.started.map(({ keepalive }) => keepalive), [true, true, true, false]);
  held.started[0].resolve();
  await settle();
  requests.send("/later", { description: "ä".repeat(10_000) });
  await settle();
  assertEquals(held.started.at(-1).keepalive, true);
});

test("sends what waits when the page is left", async () => {
  const { held, requests } = sendMany(9, "short");
  await settle();
  requests.sendAll();
  await settle();
  assertEquals(held.started.length, 9);
});

test("sends urgent changes beside those that wait", async () => {
  const { held, requests } = sendMany(6, "short");
  await settle();
  requests.send("/urgent", { title: "Lake" }, { urgent: true });
  assertEquals(held.started.map(({ path }) => path), ["/0", "/1", "/2", "/3", "/urgent"]);
});

test("sends of what waits only as much as outlives a hidden page", async () => {
  const { held, requests } = sendMany(9, "ä".repeat(5_000));
  await settle();
  requests.sendKeptAlive();
  await settle();
  // Beside the four that are under way, two more of 10 kB fit into 60 KiB.
  assertEquals([held.started.length, held.started.every(({ keepalive }) => keepalive)], [6, true]);
});
