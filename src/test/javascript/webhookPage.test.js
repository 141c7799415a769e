import { WebhookPage } from "/webhooks/page.js";
import { assertEquals, test } from "./harness.js";

const html = (text, pending = 0, url = "/webhooks/a") => `
  <div data-live data-url="${url}">
    <p data-part="state" data-pending="${pending}">${text}</p>
    <section id="test" tabindex="-1"></section>
    <form action="/webhooks/a/test" method="post" data-inline><button>Test</button></form>
    <ul data-live-list>
      <li data-part="7"><form action="/webhooks/a/deliveries/7/replay" method="post" data-inline><button>Again</button></form></li>
    </ul>
  </div>`;

/** A page whose timer and responses the test controls. */
class Environment extends EventTarget {
  requests = [];
  responses = [];
  delay = null;
  addresses = [];
  hidden = false;
  DOMParser = DOMParser;
  history = { replaceState: (state, title, url) => this.addresses.push(url) };
  location = { reload: () => (this.reloaded = true) };

  constructor() {
    super();
    this.document = Object.create(document, {
      hidden: { get: () => this.hidden },
      activeElement: { get: () => document.activeElement },
    });
    for (const name of ["createElement", "getSelection", "addEventListener"]) {
      this.document[name] = (...args) => document[name](...args);
    }
    this.setTimeout = (callback, delay = 0) => {
      this.delay = delay;
      this.callback = callback;
      return 1;
    };
    this.clearTimeout = () => (this.delay = null);
    this.fetch = async (url, { method = "GET" } = {}) => {
      this.requests.push(`${method} ${new URL(url, location.href).pathname}${new URL(url, location.href).search}`);
      const response = this.responses.shift();
      if (!response) throw new TypeError("Failed to fetch");
      return response;
    };
    this.root = document.adoptNode(new DOMParser().parseFromString(html("Old", 1), "text/html").querySelector("[data-live]"));
    document.querySelector("[data-live]")?.remove();
    document.body.append(this.root);
    this.page = new WebhookPage(this.root, this);
  }

  /** Lets the timer end, and the request that it sends. */
  async pass() {
    this.callback();
    await settled();
  }

  get text() {
    return this.root.querySelector("p").textContent;
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

test("asks often while events are pending, and less often while none are", async () => {
  const environment = new Environment();
  assertEquals(environment.delay, 2_000);
  environment.responses.push(new Response(html("New", 0)));

  await environment.pass();

  assertEquals([environment.text, environment.delay], ["New", 5_000]);
});

test("asks more rarely after failures, and when the server says", async () => {
  const environment = new Environment();
  await environment.pass();
  assertEquals(environment.delay, 4_000);
  environment.responses.push(new Response("", { status: 503, headers: { "Retry-After": "30" } }));
  await environment.pass();
  assertEquals(environment.delay, 30_000);
  for (let i = 0; i < 9; i++) await environment.pass();
  assertEquals(environment.delay, 60_000);
  environment.responses.push(new Response(html("New", 1)));
  await environment.pass();
  assertEquals([environment.text, environment.delay], ["New", 2_000]);
});

test("a request for the page ends if the server doesn’t respond", async () => {
  const environment = new Environment();
  let signal;
  environment.fetch = (url, options) => {
    signal = options.signal;
    return new Promise(() => {});
  };
  environment.callback();
  assertEquals([signal instanceof AbortSignal, signal.aborted], [true, false]);
});

test("asks nothing while the page is hidden", async () => {
  const environment = new Environment();
  environment.hidden = true;
  document.dispatchEvent(new Event("visibilitychange"));
  assertEquals(environment.delay, null);
  environment.hidden = false;
  document.dispatchEvent(new Event("visibilitychange"));
  assertEquals(environment.delay, 0);
});

test("loads the page again if the webhook is gone", async () => {
  const environment = new Environment();
  environment.responses.push(new Response("<p>Not found", { status: 404 }));
  await environment.pass();
  assertEquals(environment.reloaded, true);
});

test("sends a test without leaving the page, and follows its result", async () => {
  const environment = new Environment();
  environment.responses.push(new Response(html("Sent", 1, "/webhooks/a?sent=7")), new Response(html("Done", 0, "/webhooks/a?sent=7")));

  environment.root.querySelector("form").requestSubmit();
  await settled();
  assertEquals([environment.text, environment.addresses.join()], ["Sent", "/webhooks/a?sent=7"]);
  await environment.pass();

  assertEquals(environment.text, "Done");
  assertEquals(environment.requests.join(), "POST /webhooks/a/test,GET /webhooks/a?sent=7");
});

test("moves the focus from a button that is about to be replaced to the result", async () => {
  const environment = new Environment();
  environment.responses.push(new Response(html("Sent", 1, "/webhooks/a?sent=7")));
  const button = environment.root.querySelector("li button");
  button.focus();

  button.click();
  await settled();

  assertEquals(document.activeElement.id, "test");
});

test("lets the browser show why a test can't be sent", async () => {
  const environment = new Environment();
  environment.responses.push(new Response("Too many", { status: 429 }));
  const form = environment.root.querySelector("form");
  let sent = 0;
  form.submit = () => sent++;

  form.requestSubmit();
  await settled();

  assertEquals([sent, environment.text], [1, "Old"]);
});

test("ignores a response that is older than what the visitor did", async () => {
  const environment = new Environment();
  let answer;
  const { fetch } = environment;
  environment.fetch = () => new Promise((resolve) => (answer = resolve));
  environment.callback();
  environment.fetch = fetch;
  environment.responses.push(new Response(html("Sent", 1)));
  environment.root.querySelector("form").requestSubmit();
  await settled();

  answer(new Response(html("Outdated", 0)));
  await settled();

  assertEquals(environment.text, "Sent");
});
