import { probeStore } from "/catalogue/storeProbe.js";
import { assertEquals, test } from "./harness.js";

const URL = "https://store.example/videos/a/source";
const online = () => true;

/** A fetch that answers requests with CORS with one status, or not at all, and records the requests. */
function store({ status = null, reachable = status !== null }, requests = []) {
  return async (url, options) => {
    requests.push(options);
    if (options.mode === "no-cors" ? !reachable : status === null) throw new TypeError("Failed to fetch");
    return { status };
  };
}

test("says what the status of the store means", async () => {
  const statuses = [200, 206, 400, 403, 404, 429, 500, 503];

  const meanings = await Promise.all(statuses.map((status) => probeStore(URL, { fetch: store({ status }), online })));

  assertEquals(meanings, ["available", "available", "refused", "refused", "missing", "failing", "failing", "failing"]);
});

test("asks for one byte, sends cookies only to the application, and stops the transfer", async () => {
  const requests = [];

  await probeStore(URL, { fetch: store({ status: 206 }, requests), online });

  const [{ headers, credentials, signal }] = requests;
  assertEquals([headers, credentials, signal.aborted], [{ Range: "bytes=0-0" }, "same-origin", true]);
});

test("tells a store that doesn't allow the page from one that can't be reached", async () => {
  assertEquals(await probeStore(URL, { fetch: store({ reachable: true }), online }), "blocked");
  assertEquals(await probeStore(URL, { fetch: store({}), online }), "unreachable");
  assertEquals(await probeStore(URL, { fetch: store({}), online: () => false }), "offline");
});

test("gives up on a store that doesn't respond", async () => {
  const fetch = (url, { signal }) => new Promise((resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

  assertEquals(await probeStore(URL, { fetch, online, timeout: 10 }), "unreachable");
});
