import { assertEquals, test } from "./harness.js";

const REQUESTS = 15;

test("asks less and less often, but every half minute at least", async () => {
  const awaited = document.createElement("p");
  awaited.id = "awaited-video";
  awaited.dataset.upload = "one";
  document.body.append(awaited);
  const intervals = [];
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (callback, milliseconds) => {
    intervals.push(milliseconds);
    return setTimeout(callback);
  };
  let requests = 0;
  const lastRequest = new Promise((resolve) => {
    globalThis.fetch = async () => {
      if (++requests < REQUESTS) return new Response(awaited.outerHTML);
      resolve();
      // The page would be reloaded when it has changed.
      return new Promise(() => {});
    };
  });

  await import("/catalogue/reloadWhenReady.js");
  await lastRequest;

  assertEquals(intervals.slice(0, 3), [5_000, 6_000, 7_200]);
  assertEquals(Math.max(...intervals), 30_000);
});
