import { PreviewQueue, captureFrame } from "/uploads/preview.js";
import { assertEquals, test } from "./harness.js";

/** An IntersectionObserver whose test decides what can be seen. */
function fakeObserver() {
  const observers = [];
  class FakeObserver {
    observed = new Set();
    constructor(callback) {
      this.callback = callback;
      observers.push(this);
    }
    observe(element) {
      this.observed.add(element);
    }
    unobserve(element) {
      this.observed.delete(element);
    }
  }
  const show = (element, isIntersecting = true) => observers[0].callback([{ target: element, isIntersecting }]);
  return { FakeObserver, show, observed: () => observers[0].observed };
}

/** A capture that ends when the test says so. */
function controlledCapture() {
  const calls = [];
  const capture = (file) => new Promise((resolve) => calls.push({ file, resolve }));
  return { calls, capture };
}

function place() {
  const element = document.createElement("span");
  element.append("icon");
  return element;
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("captures one visible file at a time", async () => {
  const { FakeObserver, show, observed } = fakeObserver();
  const { calls, capture } = controlledCapture();
  const queue = new PreviewQueue({ capture, IntersectionObserver: FakeObserver });
  const places = [place(), place(), place()];
  places.forEach((element, index) => queue.add(element, `file ${index}`));
  assertEquals(calls.length, 0);

  show(places[0]);
  show(places[2]);
  assertEquals(calls.map(({ file }) => file), ["file 0"]);

  calls[0].resolve(document.createElement("canvas"));
  await settled();
  assertEquals(calls.map(({ file }) => file), ["file 0", "file 2"]);
  assertEquals(places[0].firstChild.nodeName, "CANVAS");
  assertEquals(observed().has(places[1]), true);
});

test("keeps the icon of a file without a picture", async () => {
  const { FakeObserver, show } = fakeObserver();
  const { calls, capture } = controlledCapture();
  const queue = new PreviewQueue({ capture, IntersectionObserver: FakeObserver });
  const element = place();
  queue.add(element, "sound");

  show(element);
  calls[0].resolve(null);
  await settled();

  assertEquals(element.textContent, "icon");
});

test("skips files that are scrolled away or removed before their turn", async () => {
  const { FakeObserver, show } = fakeObserver();
  const { calls, capture } = controlledCapture();
  const queue = new PreviewQueue({ capture, IntersectionObserver: FakeObserver });
  const places = [place(), place(), place()];
  places.forEach((element, index) => queue.add(element, `file ${index}`));
  places.forEach((element) => show(element));
  show(places[1], false);
  queue.remove(places[2]);

  calls[0].resolve(null);
  await settled();
  assertEquals(calls.length, 1);

  show(places[1]);
  assertEquals(calls.map(({ file }) => file), ["file 0", "file 1"]);
});

test("keeps another picture that a place got while its frame was drawn", async () => {
  const { FakeObserver, show } = fakeObserver();
  const { calls, capture } = controlledCapture();
  const queue = new PreviewQueue({ capture, IntersectionObserver: FakeObserver });
  const element = place();
  queue.add(element, "clip");
  show(element);

  queue.remove(element);
  element.textContent = "poster";
  calls[0].resolve(document.createElement("canvas"));
  await settled();

  assertEquals(element.innerHTML, "poster");
});

test("resolves with null for a file that isn't a video, and releases it", async () => {
  const urls = new Set();
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (file) => {
    const url = createObjectURL.call(URL, file);
    urls.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    urls.delete(url);
    revokeObjectURL.call(URL, url);
  };

  assertEquals(await captureFrame(new File(["Dear diary."], "diary.mp4", { type: "video/mp4" })), null);

  assertEquals(urls.size, 0);
});

test("gives up after a time", async () => {
  const file = new File([new Uint8Array(1_000)], "slow.mp4");

  assertEquals(await captureFrame(file, { timeout: 0 }), null);
});
