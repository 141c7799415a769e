import { LivePage } from "/web/livePage.js";
import { assertEquals, test } from "./harness.js";

const html = (text) => `<div data-live data-after="7"><p data-part="a">${text}</p></div>`;

/** A page whose stream, timers and responses the test controls. */
class Page extends EventTarget {
  now = 0;
  timers = [];
  responses = [];
  requests = 0;
  document = Object.create(document, { visibilityState: { value: "visible" } });
  performance = { now: () => this.now };
  location = { href: "/videos" };
  DOMParser = DOMParser;

  constructor(dataset = {}) {
    super();
    const page = this;
    // Methods of the document need the real one.
    for (const name of ["createElement", "getSelection", "addEventListener", "querySelectorAll", "importNode"]) {
      this.document[name] = (...args) => document[name](...args);
    }
    Object.defineProperty(this.document, "activeElement", { get: () => document.activeElement });
    this.EventSource = class extends EventTarget {
      static CLOSED = 2;
      readyState = 1;
      constructor() {
        super();
        page.stream = this;
      }
      close() {}
    };
    this.setTimeout = (callback, delay = 0) => this.timers.push({ callback, at: this.now + delay });
    this.clearTimeout = () => {};
    this.fetch = async () => {
      this.requests++;
      const response = this.responses.shift();
      if (response === "network") throw new TypeError("Failed to fetch");
      return response;
    };
    this.root = new DOMParser().parseFromString(html("A"), "text/html").querySelector("[data-live]");
    document.body.append(document.adoptNode(this.root));
    Object.assign(this.root.dataset, dataset);
    new LivePage(this.root, this);
  }

  change(id, change) {
    const data = JSON.stringify({ id, change });
    this.stream.dispatchEvent(new MessageEvent("video", { lastEventId: "8", data }));
  }

  /** Lets time pass, and the requests end that begin in it. */
  async pass(milliseconds) {
    this.now += milliseconds;
    const due = this.timers.filter(({ at }) => at <= this.now);
    this.timers = this.timers.filter(({ at }) => at > this.now);
    due.forEach(({ callback }) => callback());
    await new Promise((resolve) => setTimeout(resolve, 10));
  }

  get text() {
    return this.root.querySelector("p").textContent;
  }
}

test("a change brings the new version of the page", async () => {
  const page = new Page();
  page.responses.push(new Response(html("A2")));

  page.change("a", "updated");
  page.change("a", "updated");
  await page.pass(2_000);

  assertEquals([page.text, page.requests], ["A2", 1]);
});

test("elements beside the area are replaced, unless they have the focus", async () => {
  const aside = (name, text) => `<a id="${name}" href="#" data-live-aside>${text}</a>`;
  const box = document.createElement("div");
  box.innerHTML = aside("one", "1") + aside("two", "1");
  document.body.append(box);
  box.querySelector("#two").focus();
  const page = new Page();
  page.responses.push(new Response(html("A2") + aside("one", "2") + aside("two", "2")));

  page.change("a", "updated");
  await page.pass(2_000);

  assertEquals([page.text, box.textContent], ["A2", "21"]);
  box.remove();
});

test("a request that fails is repeated later, and when the server says", async () => {
  const page = new Page();
  page.responses.push(new Response("", { status: 503, headers: { "Retry-After": "30" } }), "network", new Response(html("A2")));

  page.change("a", "updated");
  await page.pass(2_000);
  await page.pass(29_000);
  assertEquals(page.requests, 1);
  await page.pass(2_000);
  assertEquals(page.requests, 2);
  await page.pass(60_000);

  assertEquals([page.text, page.requests], ["A2", 3]);
});

test("many changes bring few requests", async () => {
  const page = new Page();
  for (let i = 0; i < 10; i++) page.responses.push(new Response(html(`A${i}`)));

  for (let i = 0; i < 8; i++) {
    page.change("a", "updated");
    await page.pass(1_000);
  }

  assertEquals(page.requests <= 2, true);
});

test("a page that takes long is requested less often", async () => {
  const page = new Page();
  page.responses.push(new Response(html("A2")), new Response(html("A3")));
  const { fetch } = page;
  page.fetch = () => {
    page.now += 3_000;
    return fetch();
  };

  page.change("a", "updated");
  await page.pass(2_000);
  page.change("a", "updated");
  await page.pass(29_000);
  assertEquals([page.text, page.requests], ["A2", 1]);
  await page.pass(2_000);

  assertEquals([page.text, page.requests], ["A3", 2]);
});

test("a page requests only what concerns it", async () => {
  const requests = {};
  for (const [name, dataset] of Object.entries({ other: {}, gallery: { first: "added" }, own: { first: "" }, all: { all: "" } })) {
    requests[name] = [];
    for (const change of ["added", "updated", "removed", "processing"]) {
      const page = new Page(dataset);
      page.responses.push(new Response(html("A")));
      page.change("b", change);
      await page.pass(2_000);
      if (page.requests) requests[name].push(change);
    }
  }
  assertEquals(requests, {
    other: [],
    gallery: ["added"],
    own: ["added", "updated"],
    all: ["added", "updated", "removed", "processing"],
  });
});
