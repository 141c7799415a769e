import { UploadQueue } from "/uploads/queue.js";
import { TotalsView } from "/uploads/totals.js";
import { assertEquals, test } from "./harness.js";

const NAMES = ["counts", "total", "bar", "share", "numbers", "pauseAll", "resumeAll", "retryFailed", "removeFailed", "confirmCancel", "clear"];
const MB = 1_000_000;

/** An upload that does what the test says. */
class FakeUpload extends EventTarget {
  phase = "ready";
  resumed = 0;

  constructor(size, { stored = 0 } = {}) {
    super();
    this.file = { size };
    this.resumed = stored;
    this.bytes = { stored, sent: stored, total: size };
  }

  get active() {
    return this.phase === "uploading";
  }

  enter(phase) {
    this.phase = phase;
    this.dispatchEvent(new Event("phase"));
    return this;
  }

  send(bytes) {
    this.bytes = { ...this.bytes, sent: this.bytes.sent + bytes };
    this.dispatchEvent(new Event("progress"));
  }

  /** What a resumed upload does when it knows which parts the store has. */
  find(stored) {
    this.resumed = stored;
    this.bytes = { ...this.bytes, stored, sent: stored };
    this.dispatchEvent(new Event("progress"));
  }
}

function createElements() {
  const elements = Object.fromEntries(NAMES.map((name) => [name, document.createElement("button")]));
  const cancelAll = document.createElement("details");
  cancelAll.append(document.createElement("summary"), elements.confirmCancel);
  return { ...elements, cancelAll };
}

function totalsOf(...uploads) {
  const clock = { now: 1_000 };
  const elements = createElements();
  const queue = new UploadQueue();
  new TotalsView(queue, elements, { announce: () => {}, now: () => clock.now });
  uploads.forEach((upload) => queue.add(upload));
  return { queue, elements, clock };
}

test("bytes that the store already has count for the share, but not for the speed", () => {
  const resumed = new FakeUpload(10 * MB);
  const { elements, clock } = totalsOf(resumed.enter("uploading"), new FakeUpload(10 * MB).enter("uploading"));

  clock.now += 1_000;
  resumed.find(8 * MB);
  assertEquals([elements.share.textContent, elements.numbers.textContent], ["40%", "8.0 MB of 20.0 MB"]);

  clock.now += 1_000;
  resumed.send(MB);
  // 11 of 20 MB are missing, at 1 MB in the two seconds since the start.
  assertEquals([elements.share.textContent, elements.numbers.textContent], ["45%", "9.0 MB of 20.0 MB · 500 kB/s · 22 s left"]);
});

test("a stored file counts as a whole, even if nothing was sent", () => {
  const found = new FakeUpload(10 * MB).enter("uploading");
  const { elements, clock } = totalsOf(found, new FakeUpload(10 * MB).enter("uploading"));

  clock.now += 1_000;
  found.enter("done");

  assertEquals([elements.share.textContent, elements.numbers.textContent], ["50%", "10.0 MB of 20.0 MB"]);
});

test("a file that was cancelled before it started counts no more than other cancelled files", () => {
  const [sent, unstarted, cancelled] = [1, 2, 4].map((size) => new FakeUpload(size * MB).enter("uploading"));
  const { queue, elements } = totalsOf(sent, unstarted, cancelled);
  unstarted.enter("ready");
  cancelled.enter("cancelled");
  assertEquals(queue.bytes.total, MB);

  sent.enter("done");

  assertEquals([elements.total.hidden, elements.clear.hidden], [true, false]);
  assertEquals(elements.counts.textContent, "3 files · 1 done · 2 cancelled");
  elements.clear.click();
  assertEquals([queue.uploads.length, elements.counts.textContent], [0, "0 files"]);
});

test("the time left is that of the files that are being sent", () => {
  const [sending, paused, failed] = [4, 100, 100].map((size) => new FakeUpload(size * MB).enter("uploading"));
  const { elements, clock } = totalsOf(sending, paused, failed);
  paused.enter("paused");
  failed.enter("failed");
  sending.send(0);

  clock.now += 2_000;
  sending.send(2 * MB);

  assertEquals(elements.numbers.textContent.split(" · ").slice(1), ["1.0 MB/s", "2 s left"]);
});

test("only what the server doesn't know is lost with the page", () => {
  const { queue } = totalsOf(new FakeUpload(MB));
  const [upload] = queue.uploads;
  const isLost = (phase, id) => (Object.assign(upload, { id }).enter(phase), queue.endsWithPage);

  assertEquals([isLost("uploading", "u1"), isLost("cancelling", "u1"), isLost("paused", null)], [true, true, true]);
  assertEquals([isLost("paused", "u1"), isLost("failed", "u1"), isLost("done", "u1")], [false, false, false]);
});

test("moves the focus away from a button that is hidden", () => {
  const moved = [];
  const queue = new UploadQueue();
  const elements = createElements();
  document.body.append(...Object.values(elements));
  new TotalsView(queue, elements, { announce: () => {}, focusAfterClearing: () => moved.push(queue.counts.all) });
  const [first, second] = [1, 2].map((size) => new FakeUpload(size * MB).enter("uploading"));
  [first, second].forEach((upload) => queue.add(upload));
  elements.pauseAll.focus();

  first.enter("paused");
  assertEquals(document.activeElement === elements.pauseAll, true);
  second.enter("done");
  assertEquals(document.activeElement === elements.resumeAll, true);
  first.enter("done");

  assertEquals(moved, [2]);
});

test("clearing the list says how many files were removed, and moves the focus", () => {
  const said = [];
  const queue = new UploadQueue();
  const elements = createElements();
  new TotalsView(queue, elements, { announce: (text) => said.push(text), focusAfterClearing: () => said.push(queue.counts.all) });
  [1, 2, 3].map((size) => new FakeUpload(size * MB)).forEach((upload) => queue.add(upload));
  queue.uploads[0].enter("done");
  queue.uploads[1].enter("uploading");
  queue.uploads[2].enter("cancelled");

  elements.clear.click();

  assertEquals(said, ["2 files removed from the list", 1]);
});

test("cancels all files that haven't ended, the last one first", () => {
  const cancelled = [];
  const uploads = [1, 2, 3, 4].map((size) => new FakeUpload(size * MB));
  const { elements } = totalsOf(...uploads);
  for (const upload of uploads) upload.cancel = () => (cancelled.push(upload.file.size / MB), upload.enter("cancelled"));
  ["uploading", "paused", "done", "uploading"].forEach((phase, index) => uploads[index].enter(phase));
  assertEquals(elements.cancelAll.hidden, false);
  elements.cancelAll.open = true;

  elements.confirmCancel.click();

  assertEquals([cancelled, elements.cancelAll.open, elements.cancelAll.hidden], [[4, 2, 1], false, true]);
});

test("removes all failed files", () => {
  const { queue, elements } = totalsOf(...[1, 2, 3].map((size) => new FakeUpload(size * MB).enter("failed")));
  queue.uploads[0].enter("done");
  assertEquals([elements.removeFailed.hidden, elements.retryFailed.hidden], [false, false]);

  elements.removeFailed.click();

  assertEquals([queue.uploads.length, elements.removeFailed.hidden], [1, true]);
});
