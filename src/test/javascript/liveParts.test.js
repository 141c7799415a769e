import { LiveParts } from "/web/liveParts.js";
import { assertEquals, test } from "./harness.js";

const item = (name, text) => `<li data-part="${name}"><a href="#">${text}</a></li>`;
const list = (...items) => `<ul data-live-list>${items.join("")}</ul>`;
const parse = (html) => new DOMParser().parseFromString(`<div data-live>${html}</div>`, "text/html").querySelector("[data-live]");
const texts = (root) => [...root.querySelectorAll("li")].map((element) => element.textContent);
const button = (root) => root.querySelector(".live-notice > button");

function show(html) {
  document.querySelector("[data-live]")?.remove();
  const root = document.adoptNode(parse(html));
  document.body.append(root);
  return root;
}

test("parts that changed are replaced, and the others are kept", () => {
  const root = show(list(item("a", "A"), item("b", "B")));
  const parts = new LiveParts(root);
  const kept = root.querySelector('[data-part="b"]');
  // Scripts may change a part without a change at the server.
  kept.classList.add("loaded");

  parts.update(parse(list(item("a", "A2"), item("b", "B"))));

  assertEquals(texts(root), ["A2", "B"]);
  assertEquals(root.querySelector('[data-part="b"]') === kept, true);
  assertEquals(kept.className, "loaded");
});

test("details stay open when their part is replaced", () => {
  const details = (name, text) => `<li data-part="${name}"><details id="d-${name}"><summary>${text}</summary></details></li>`;
  const root = show(list(details("a", "A"), details("b", "B")));
  const parts = new LiveParts(root);
  root.querySelector("#d-a").open = true;

  parts.update(parse(list(details("a", "A2"), details("b", "B2"))));

  assertEquals(texts(root), ["A2", "B2"]);
  assertEquals([...root.querySelectorAll("details")].map(({ open }) => open), [true, false]);

  parts.update(parse(list(details("a", "A2"), details("b", "B2"))));
  assertEquals(root.querySelector("#d-a").open, true);
});

test("items are added and removed in the new order", () => {
  const root = show(list(item("a", "A"), item("b", "B")));
  const parts = new LiveParts(root);

  parts.update(parse(list(item("c", "C"), item("a", "A"))));

  assertEquals(texts(root), ["C", "A"]);
  assertEquals(root.querySelector('[data-part="c"]').className, "just-added");
  assertEquals([parts.has("c"), parts.has("b")], [true, false]);
});

test("a checked item that is no longer in the list is last until it isn't checked", () => {
  const box = (name) => `<li data-part="${name}"><input type="checkbox" name="id" value="${name}">${name}</li>`;
  const root = show(list(box("a"), box("b")));
  const parts = new LiveParts(root);
  root.querySelector("[value=b]").checked = true;

  parts.update(parse(list(box("c"), box("a"))));
  parts.update(parse(list(box("c"), box("a"))));
  assertEquals(texts(root), ["c", "a", "bNo longer on this page"]);

  parts.update(parse(list(box("c"), box("a"), box("b"))));
  assertEquals(texts(root), ["c", "a", "b"]);
  assertEquals(root.querySelector("[value=b]").checked, true);

  root.querySelector("[value=b]").checked = false;
  parts.update(parse(list(box("c"), box("a"))));
  assertEquals(texts(root), ["c", "a"]);
});

test("what has the focus is replaced when it has it no more", async () => {
  const root = show(list(item("a", "A"), item("b", "B")));
  const parts = new LiveParts(root);
  root.querySelector("a").focus();

  parts.update(parse(list(item("a", "A2"), item("b", "B2"))));
  assertEquals(texts(root), ["A", "B2"]);
  assertEquals(button(root).hidden, false);

  document.activeElement.blur();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assertEquals(texts(root), ["A2", "B2"]);
  assertEquals(button(root).hidden, true);
});

test("the button shows at once what waits", () => {
  const root = show(list(item("a", "A")));
  const parts = new LiveParts(root);
  root.querySelector("a").focus();
  parts.update(parse(list(item("b", "B"), item("a", "A"))));
  assertEquals(texts(root), ["A"]);

  button(root).click();

  assertEquals(texts(root), ["B", "A"]);
  assertEquals(button(root).hidden, true);
  assertEquals(document.activeElement.textContent, "B");
});

test("a list replaces the text that it was empty", () => {
  const root = show("<p>No videos yet</p>");

  new LiveParts(root).update(parse(list(item("a", "A"))));

  assertEquals(texts(root), ["A"]);
  assertEquals(root.querySelector("p"), null);
});

/** The browser, with a page whose reloads are counted. */
function reloadable() {
  let reloads = 0;
  return {
    document,
    addEventListener() {},
    // Called as a method, the browser's own function needs the window.
    setTimeout: (callback) => setTimeout(callback),
    location: { reload: () => reloads++ },
    reloads: () => reloads,
  };
}

test("a part that needs another page loads it", () => {
  const root = show('<div data-part="stage" data-reload>Processing</div>');
  const environment = reloadable();

  new LiveParts(root, environment).update(parse('<div data-part="stage" data-reload>Ready</div>'));

  assertEquals(environment.reloads(), 1);
  assertEquals(root.textContent.includes("Processing"), true);
});

test("other parts don't contradict one that waits for a reload", () => {
  const page = (state) => `<p data-part="facts">${state}</p><div data-part="stage" data-reload>${state}</div><button>Delete</button>`;
  const root = show(page("Ready"));
  const environment = reloadable();
  const parts = new LiveParts(root, environment);
  root.querySelector(":scope > button").focus();

  parts.update(parse(page("In the trash")));
  assertEquals(root.querySelector("[data-part=facts]").textContent, "Ready");
  assertEquals(button(root).hidden, false);
  assertEquals(environment.reloads(), 0);

  button(root).click();
  assertEquals(environment.reloads(), 1);
});

test("a reload that waits is forgotten if its reason is gone", () => {
  const page = (state) => `<div data-part="stage" data-reload>${state}</div><button>Delete</button>`;
  const root = show(page("Ready"));
  const environment = reloadable();
  const parts = new LiveParts(root, environment);
  root.querySelector(":scope > button").focus();

  parts.update(parse(page("In the trash")));
  parts.update(parse(page("Ready")));

  assertEquals([button(root).hidden, environment.reloads()], [true, 0]);
});

test("a reload waits until the video that the visitor watches has ended", async () => {
  const root = show('<div data-part="stage" data-reload>Ready</div><video></video>');
  const video = root.querySelector("video");
  Object.defineProperties(video, { played: { value: { length: 1 } }, ended: { value: false, configurable: true } });
  const environment = reloadable();

  new LiveParts(root, environment).update(parse('<div data-part="stage" data-reload>In the trash</div>'));
  assertEquals(environment.reloads(), 0);

  Object.defineProperty(video, "ended", { value: true });
  video.dispatchEvent(new Event("ended"));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assertEquals(environment.reloads(), 1);
});

test("the button says if a reload discards what the visitor has entered", () => {
  const page = (state) => `<div data-part="stage" data-reload>${state}</div><details class="edit" open><input></details>`;
  const root = show(page("Processing"));
  const environment = reloadable();
  const parts = new LiveParts(root, environment);

  parts.update(parse(page("Ready")));
  assertEquals([environment.reloads(), button(root).textContent], [0, "Reload the page and discard what you entered"]);
  button(root).click();

  assertEquals(environment.reloads(), 1);
});

test("a closed form with input that isn't saved delays a reload", () => {
  const page = (state) =>
    `<div data-part="stage" data-reload>${state}</div><details class="edit"><form><input name="title" value="A"></form></details>`;
  const root = show(page("Processing"));
  const environment = reloadable();
  root.querySelector("input").value = "B";

  new LiveParts(root, environment).update(parse(page("Ready")));

  assertEquals([environment.reloads(), button(root).textContent], [0, "Reload the page and discard what you entered"]);
});

test("a video that failed permanently delays no reload", async () => {
  const root = show('<div data-part="stage" data-reload>Ready</div><video></video>');
  const video = root.querySelector("video");
  Object.defineProperties(video, { played: { value: [] }, currentTime: { value: 40 }, ended: { value: false } });
  const environment = reloadable();

  new LiveParts(root, environment).update(parse('<div data-part="stage" data-reload>In the trash</div>'));
  assertEquals(environment.reloads(), 0);
  video.toggleAttribute("data-failed", true);
  video.dispatchEvent(new Event("playbackfailed"));
  await new Promise((resolve) => setTimeout(resolve));

  assertEquals(environment.reloads(), 1);
});
