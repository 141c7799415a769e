import { followChanges } from "/web/changes.js";
import { assertEquals, test } from "./harness.js";

/** A page whose streams the test controls. */
class Page extends EventTarget {
  static CLOSED = 2;
  streams = [];
  timers = [];
  changes = [];
  resets = 0;
  document = Object.assign(new EventTarget(), { visibilityState: "visible" });

  constructor() {
    super();
    const { streams } = this;
    this.EventSource = class extends EventTarget {
      static CLOSED = Page.CLOSED;
      readyState = 1;

      constructor(url) {
        super();
        this.query = Object.fromEntries(new URL(url, location.href).searchParams);
        streams.push(this);
      }

      close() {
        this.readyState = Page.CLOSED;
      }
    };
    this.setTimeout = (callback) => this.timers.push(callback);
    this.clearTimeout = () => {};
  }

  follow(options) {
    return followChanges({
      after: "7",
      onChange: (change) => this.changes.push(change.id),
      onReset: () => this.resets++,
      environment: this,
      ...options,
    });
  }

  get stream() {
    return this.streams.at(-1);
  }

  send(name, id, data = {}) {
    this.stream.dispatchEvent(new MessageEvent(name, { lastEventId: id, data: JSON.stringify(data) }));
  }

  show(state) {
    this.document.visibilityState = state;
    this.document.dispatchEvent(new Event("visibilitychange"));
  }
}

test("a page that was hidden continues after the last change it got", () => {
  const page = new Page();
  page.follow();
  assertEquals(page.stream.query, { after: "7" });
  page.send("video", "9", { id: "a" });

  page.show("hidden");
  assertEquals(page.stream.readyState, Page.CLOSED);
  page.show("visible");

  assertEquals(page.stream.query, { after: "9" });
  assertEquals(page.changes, ["a"]);
});

test("a hidden page has no connection", () => {
  const page = new Page();
  page.document.visibilityState = "hidden";

  page.follow({ video: "v" });
  assertEquals(page.streams.length, 0);
  page.show("visible");

  assertEquals(page.stream.query, { after: "7", video: "v" });
});

test("a reset tells that everything has to be loaded again", () => {
  const page = new Page();
  page.follow();

  page.send("reset", "50");
  page.show("hidden");
  page.show("visible");

  assertEquals(page.resets, 1);
  assertEquals(page.stream.query, { after: "50" });
});

test("a refused stream is requested again later, an interrupted one by the browser", () => {
  const page = new Page();
  page.follow();

  page.stream.dispatchEvent(new Event("error"));
  assertEquals(page.timers.length, 0);
  page.stream.close();
  page.stream.dispatchEvent(new Event("error"));
  assertEquals(page.streams.length, 1);
  page.timers.forEach((callback) => callback());

  assertEquals(page.streams.length, 2);
});

test("a page that stopped following opens no stream when it is shown again", () => {
  const page = new Page();
  const stop = page.follow();

  stop();
  page.show("hidden");
  page.show("visible");
  page.dispatchEvent(new Event("pageshow"));

  assertEquals(page.streams.length, 1);
  assertEquals(page.stream.readyState, Page.CLOSED);
});
