import { UnfinishedList } from "/uploads/unfinishedList.js";
import { Problem } from "/web/problem.js";
import { assertEquals, test } from "./harness.js";

const UPLOAD = { id: "u1", title: "Lake", fileName: "lake.mp4", size: 3, createdAt: "2026-01-01T00:00:00Z", keptUntil: "2026-01-02T00:00:00Z" };
const FILE = new File(["abc"], "lake.mp4");
const ROW = `
  <li><b data-part="name"></b><b data-part="file-name"></b><b data-part="facts"></b>
  <button data-action="resume"></button><input type="checkbox" data-part="file">
  <details data-part="sure"><summary data-part="ask"></summary><button data-action="discard"></button></details><p data-part="refusal" hidden></p></li>`;

const settle = () => new Promise((resolve) => setTimeout(resolve));

/** A list of one upload, whose file this browser can read again. */
async function listOf(client) {
  const [section, list, focusWhenEmpty] = ["section", "ul", "input"].map((name) => document.createElement(name));
  const template = Object.assign(document.createElement("template"), { innerHTML: ROW.trim() });
  const resumed = [];
  const refused = [];
  const said = [];
  const card = document.createElement("button");
  document.body.append(list, focusWhenEmpty, card);
  const handle = { name: "lake.mp4", requestPermission: async () => "granted", getFile: async () => FILE };
  const unfinished = new UnfinishedList({
    client: { list: async () => [UPLOAD], handleOf: async () => handle, match: async (file, [upload]) => upload ?? null, ...client },
    endpoint: "",
    section,
    list,
    template,
    resume: (choice, upload) => (resumed.push(upload.id), card),
    refuse: (text) => refused.push(text),
    announce: (text) => said.push(text),
    focusWhenEmpty,
    onDiscarded: () => {},
  });
  await unfinished.load(() => false);
  const button = (action) => list.querySelector(`[data-action=${action}]`);
  const refusal = () => list.querySelector("[data-part=refusal]");
  return { unfinished, list, button, refusal, resumed, refused, said, card, focusWhenEmpty };
}

/** A client's function whose calls a test answers later. */
function held() {
  const calls = [];
  const call = () => new Promise((resolve, reject) => calls.push({ resolve, reject }));
  return { calls, call };
}

test("discards an upload once, and ignores other actions meanwhile", async () => {
  const { calls, call } = held();
  const { unfinished, list, button, resumed, refused } = await listOf({ abort: call });

  button("discard").click();
  button("discard").click();
  button("resume").click();
  await settle();

  assertEquals([calls.length, resumed, refused], [1, [], []]);
  assertEquals([button("discard").textContent, button("discard").ariaLabel], ["Discarding…", "Discarding… Lake"]);
  assertEquals([button("discard").ariaDisabled, button("resume").ariaDisabled], ["true", "true"]);
  // Its file is a new upload.
  assertEquals(await unfinished.take(FILE), null);
  calls[0].resolve(true);
  await settle();
  assertEquals([list.childElementCount, refused], [0, []]);
});

test("offers the actions again after a failure", async () => {
  const { calls, call } = held();
  const { button, refusal, said } = await listOf({ abort: call });
  button("discard").click();
  await settle();

  calls[0].reject(new Problem("connection-lost", { detail: "Failed to fetch" }));
  await settle();

  const text = "“Lake” wasn’t discarded. The server can’t be reached. Check the network. Try again in a moment.";
  assertEquals([refusal().textContent, refusal().hidden, said], [text, false, [text]]);
  assertEquals([button("discard").textContent, button("discard").ariaDisabled], ["Yes, discard", null]);
  button("discard").click();
  await settle();
  assertEquals([calls.length, refusal().hidden], [2, true]);
});

test("says that a file is unreadable, not that it is a different one", async () => {
  const { list, button, refusal, resumed } = await listOf({ match: async () => Promise.reject(new Problem("file-unreadable")) });

  button("resume").click();
  await settle();

  assertEquals([refusal().textContent.startsWith("The file can no longer be read."), resumed, list.childElementCount], [true, [], 1]);
});

test("resumes an upload once while its file is compared", async () => {
  const { calls, call } = held();
  const { list, button, resumed } = await listOf({ match: call });
  button("resume").click();
  button("resume").click();
  await settle();

  calls.forEach(({ resolve }) => resolve(UPLOAD));
  await settle();

  assertEquals([calls.length, resumed, list.childElementCount], [1, ["u1"], 0]);
});

test("resumes an upload once if its file is dropped while it is compared", async () => {
  const { calls, call } = held();
  const { unfinished, button, resumed } = await listOf({ match: call });
  button("resume").click();
  await settle();
  const dropped = unfinished.take(FILE);

  calls[1].resolve(UPLOAD);
  assertEquals((await dropped).id, "u1");
  calls[0].resolve(UPLOAD);
  await settle();

  assertEquals(resumed, []);
});

test("moves the focus to the card of a resumed upload, and says that it is resumed", async () => {
  const { button, said, card } = await listOf({});
  button("resume").focus();

  button("resume").click();
  await settle();

  assertEquals([document.activeElement === card, said], [true, ["Resuming “Lake”"]]);
});

test("keeps the focus in the list when its row is removed or hidden", async () => {
  const other = { ...UPLOAD, id: "u2" };
  let uploads = [UPLOAD, other];
  const { unfinished, list, button, focusWhenEmpty } = await listOf({ list: async () => uploads });
  const summaries = [...list.querySelectorAll("summary")];
  button("resume").focus();

  await unfinished.take(FILE);
  assertEquals(document.activeElement === summaries[1], true);
  uploads = [{ ...other, inAnotherTab: true }];
  await unfinished.load(() => false);
  assertEquals(document.activeElement === focusWhenEmpty, true);
});
