import { JobProgress } from "/admin/jobs.js";
import { assertEquals, test } from "./harness.js";

const html = (status, percent, open, button = "") => `
  <p data-announcement></p>
  <p data-session-ended hidden></p>
  <div${open ? " data-open" : ""}>
    <span id="status-7" data-refreshed data-status="${status}">${status}</span>
    <span id="progress-7" data-refreshed>${percent}%</span>
    <span id="actions-7" data-refreshed>${button}</span>
  </div>`;

/** The document of the test, whose visibility the test controls. */
function documentWith(visibility) {
  const properties = { visibilityState: { get: () => visibility.state }, activeElement: { get: () => document.activeElement } };
  const copy = Object.create(document, properties);
  // They need the real document.
  for (const name of ["querySelector", "querySelectorAll", "importNode", "addEventListener"]) {
    copy[name] = (...args) => document[name](...args);
  }
  return copy;
}

/** The response of a server that has redirected to the login page. */
function loginPage() {
  return Object.defineProperty(new Response("<h1>Log in</h1>"), "redirected", { value: true });
}

/** Answers with the pages or responses one after another; null is a failure. */
function show(first, ...pages) {
  document.querySelector("#jobs-test")?.remove();
  const root = document.createElement("div");
  root.id = "jobs-test";
  root.innerHTML = first;
  document.body.append(root);
  const delays = [];
  const visibility = { state: "visible" };
  let next = null;
  let requests = 0;
  new JobProgress({
    document: documentWith(visibility),
    DOMParser,
    location,
    fetch: async () => {
      requests++;
      const page = pages.shift();
      if (page === null) throw new TypeError("No connection");
      return page instanceof Response ? page : new Response(page);
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
    setVisibility(state) {
      visibility.state = state;
      document.dispatchEvent(new Event("visibilitychange"));
    },
    requests: () => requests,
    isEnded: () => !root.querySelector("[data-session-ended]").hidden,
    isWaiting: () => next !== null,
    text: (id) => root.querySelector(`#${id}`).textContent,
  };
}

test("shows progress until no job is open", async () => {
  const page = show(html("running", 10, true), html("running", 60, true), html("done", 100, false));

  await page.pass();
  assertEquals(page.text("progress-7"), "60%");
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
  assertEquals(page.text("progress-7"), "20%");
});

test("keeps a button that has the focus, until the focus leaves it", async () => {
  const page = show(html("running", 10, true, "<button>Stop</button>"), html("done", 100, false, "<button>Undo</button>"));
  page.root.querySelector("button").focus();
  await page.pass();
  assertEquals(page.text("actions-7"), "Stop");
  assertEquals(page.text("progress-7"), "100%");

  page.root.querySelector("button").blur();
  await page.pass();
  assertEquals(page.text("actions-7"), "Undo");
  assertEquals(page.isWaiting(), false);
});

test("keeps a question that is open", async () => {
  const undo = (open) => `<details${open}><summary>Undo…</summary></details>`;
  const page = show(html("running", 10, true, undo(" open")), html("running", 60, true, undo("")));
  await page.pass();
  assertEquals(page.text("progress-7"), "60%");
  assertEquals(page.root.querySelector("details").open, true);
});

test("asks nothing in a hidden tab, and at once when it is shown again", async () => {
  const page = show(html("running", 10, true), html("running", 60, true));
  page.setVisibility("hidden");
  const passed = page.pass();
  await new Promise((resolve) => setTimeout(resolve));
  assertEquals(page.requests(), 0);

  page.setVisibility("visible");
  await passed;
  assertEquals(page.requests(), 1);
  assertEquals(page.text("progress-7"), "60%");
});

test("stops with a notice when the session has ended", async () => {
  for (const response of [loginPage(), new Response("", { status: 401 }), new Response("", { status: 403 })]) {
    const page = show(html("running", 10, true), response);
    await page.pass();
    assertEquals([page.isEnded(), page.isWaiting()], [true, false]);
    assertEquals(page.text("progress-7"), "10%");
  }
});

test("goes on after a response that says nothing about the session", async () => {
  const page = show(html("running", 10, true), new Response("", { status: 503 }), html("running", 20, true));
  for (let i = 0; i < 2; i++) await page.pass();
  assertEquals([page.isEnded(), page.text("progress-7")], [false, "20%"]);
});
