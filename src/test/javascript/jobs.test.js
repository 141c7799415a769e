import { JobProgress } from "/admin/jobs.js";
import { assertEquals, test } from "./harness.js";

const html = (status, percent, open, button = "") => `
  <p data-announcement></p>
  <div${open ? " data-open" : ""}>
    <span id="status-7" data-refreshed data-status="${status}">${status}</span>
    <span id="progress-7" data-refreshed>${percent} %</span>
    <span id="actions-7" data-refreshed>${button}</span>
  </div>`;

/** Answers with the pages one after another; null is a failure. */
function show(first, ...pages) {
  document.querySelector("#jobs-test")?.remove();
  const root = document.createElement("div");
  root.id = "jobs-test";
  root.innerHTML = first;
  document.body.append(root);
  const delays = [];
  let next = null;
  new JobProgress({
    document,
    DOMParser,
    location,
    fetch: async () => {
      const page = pages.shift();
      if (page === null) throw new TypeError("No connection");
      return new Response(page);
    },
    setTimeout: (callback, delay) => {
      delays.push(delay);
      next = callback;
    },
  });
  return {
    root,
    delays,
    async pass() {
      const callback = next;
      next = null;
      await callback();
    },
    isWaiting: () => next !== null,
    text: (id) => root.querySelector(`#${id}`).textContent,
  };
}

test("shows progress until no job is open", async () => {
  const page = show(html("running", 10, true), html("running", 60, true), html("done", 100, false));

  await page.pass();
  assertEquals(page.text("progress-7"), "60 %");
  assertEquals(page.root.querySelector("[data-announcement]").textContent, "");
  await page.pass();
  assertEquals(page.text("status-7"), "done");
  assertEquals(page.root.querySelector("[data-announcement]").textContent, "Bulk job 7: done");
  assertEquals(page.isWaiting(), false);
});

test("asks nothing while no job is open", () => {
  assertEquals(show(html("done", 100, false)).isWaiting(), false);
});

test("asks less often while the server can't be reached", async () => {
  const page = show(html("running", 10, true), null, null, html("running", 20, true));
  for (let i = 0; i < 3; i++) await page.pass();
  assertEquals(page.delays, [2000, 4000, 8000, 2000]);
  assertEquals(page.text("progress-7"), "20 %");
});

test("keeps a button that has the focus", async () => {
  const page = show(html("running", 10, true, "<button>Stop</button>"), html("done", 100, false));
  page.root.querySelector("button").focus();
  await page.pass();
  assertEquals(page.text("actions-7"), "Stop");
  assertEquals(page.text("progress-7"), "100 %");
});
