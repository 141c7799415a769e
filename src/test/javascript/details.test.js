import { DetailsForm, enteredTags } from "/uploads/details.js";
import { DetailsSaver } from "/uploads/detailsSaver.js";
import { assertEquals, test } from "./harness.js";

function openUpload(serverState, { answer = () => {}, onProblem } = {}) {
  const upload = Object.assign(new EventTarget(), { id: null, video: null, phase: "uploading", serverState: null });
  const { title, description, visibility, tags } = serverState;
  Object.assign(upload, { title, description: description ?? undefined, visibility, tags });
  const sent = [];
  const saver = new DetailsSaver(upload, { send: async (path, body) => (sent.push([path, body]), answer()), onProblem });
  const open = () => {
    Object.assign(upload, { id: "u1", serverState: { ...serverState, id: "u1" } });
    upload.dispatchEvent(new Event("id"));
  };
  return { upload, saver, sent, open };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

const STATE = { title: "Lake", description: null, visibility: "private", tags: ["sea", "sun"] };

test("sends only what has changed", async () => {
  const { upload, saver, sent, open } = openUpload(STATE);
  open();

  await saver.change({ title: "Lake", description: "", visibility: "private", tags: ["sea", "sun"] });
  assertEquals(sent, []);
  await saver.change({ title: "Lakes", description: "", visibility: "private", tags: ["sea", "sun"] });
  await saver.change({ tags: [] });
  await saver.change({ tags: [] });

  assertEquals(sent, [["/api/uploads/u1", { title: "Lakes" }], ["/api/uploads/u1", { tags: [] }]]);
  assertEquals([upload.title, upload.tags], ["Lakes", []]);
});

test("keeps details until the upload is open, and sends those that came too late", async () => {
  const { upload, saver, sent, open } = openUpload(STATE);

  await saver.change({ title: undefined, tags: ["moon"] });
  assertEquals([sent, upload.title, upload.tags], [[], "Lake", ["moon"]]);
  open();
  await saver.change({});

  assertEquals(sent, [["/api/uploads/u1", { tags: ["moon"] }]]);
});

test("sends everything again after a response that was lost", async () => {
  let isLost = true;
  const { saver, sent, open } = openUpload(STATE, { answer: () => isLost && Promise.reject(new Error("lost")) });
  open();
  await saver.change({});
  await saver.change({ title: "Lost" }).catch(() => {});
  assertEquals(saver.saved.title, undefined);
  isLost = false;

  await saver.change({ title: "Lake" });
  await saver.change({ title: "Lake" });

  const all = { title: "Lake", visibility: "private", tags: ["sea", "sun"] };
  assertEquals(sent, [["/api/uploads/u1", { title: "Lost" }], ["/api/uploads/u1", all]]);
  assertEquals(saver.saved.title, "Lake");
});

test("keeps what it has saved when an upload is resumed", async () => {
  const { upload } = openUpload(STATE);
  const sent = [];
  Object.assign(upload, { id: "u1", serverState: { ...STATE, id: "u1" } });
  const saver = new DetailsSaver(upload, { send: async (path, body) => sent.push(body) });
  await saver.change({ visibility: "public" });
  upload.dispatchEvent(new Event("id"));
  await saver.change({});

  assertEquals(sent, [{ visibility: "public" }]);
  assertEquals(saver.saved.visibility, "public");
});

test("reports details that could not be saved after the opening", async () => {
  const problems = [];
  const { saver, open } = openUpload(STATE, { answer: () => Promise.reject(new Error("refused")), onProblem: (problem) => problems.push(problem.message) });
  await saver.change({ title: "Later" });
  open();
  await saver.change({}).catch(() => {});

  assertEquals(problems, ["refused"]);
});

test("saves at once beside a request under way, and once more after both", async () => {
  const answers = [];
  const { saver, sent, open } = openUpload(STATE, { answer: () => new Promise((resolve) => answers.push(resolve)) });
  open();
  await saver.change({});
  const first = saver.change({ title: "Lakes" });
  await settle();
  const second = saver.change({ tags: ["moon"] });
  await settle();
  assertEquals(sent.map(([, body]) => body), [{ title: "Lakes" }]);

  const last = saver.saveAtOnce();
  saver.saveAtOnce();
  assertEquals(sent.map(([, body]) => body), [{ title: "Lakes" }, { tags: ["moon"] }]);

  // The server may have handled the second request before the first.
  answers.splice(0).forEach((answer) => answer());
  await settle();
  answers.splice(0).forEach((answer) => answer());
  await Promise.all([first, second, last]);
  const all = { title: "Lakes", visibility: "private", tags: ["moon"] };
  assertEquals(sent.slice(2), [["/api/uploads/u1", all]]);
  assertEquals(saver.saved.tags, ["moon"]);
});

test("saves at once while the upload is being confirmed", async () => {
  const { upload, saver, sent, open } = openUpload(STATE);
  open();
  await saver.change({});
  upload.phase = "confirming";
  saver.change({ title: "Lakes" });
  await settle();
  assertEquals(sent, []);

  await saver.saveAtOnce();
  upload.phase = "done";
  upload.dispatchEvent(new Event("phase"));
  await saver.change({});

  assertEquals(sent, [["/api/uploads/u1", { title: "Lakes" }]]);
});

/** A form on the card of an open upload, and the requests that it sends. */
function formOf(upload, answer = () => new Response("{}")) {
  const inputs = ["title", "description", "visibility", "tags"];
  const names = ["form", "saved", "details", "unsaved", "address", "page", ...inputs, ...inputs.map((name) => `${name}-label`)];
  const parts = Object.fromEntries(names.map((name) => [name, document.createElement(inputs.includes(name) ? "input" : "div")]));
  parts.address.append(parts.page, document.createElement("button"));
  parts.form.append(...inputs.map((name) => parts[name]));
  const sent = [];
  const announced = [];
  globalThis.fetch = async (path, { method, body, keepalive }) => {
    sent.push([method, path, JSON.parse(body), keepalive]);
    return answer();
  };
  const form = new DetailsForm(upload, parts, { onTitle: () => {}, onSaved: () => {}, announce: (text) => announced.push(text) });
  const type = (name, value) => {
    parts[name].value = value;
    parts[name].dispatchEvent(new Event("input", { bubbles: true }));
  };
  return { form, parts, sent, type, announced };
}

function openedUpload() {
  const serverState = { ...STATE, id: "u1" };
  return Object.assign(new EventTarget(), { id: "u1", video: null, phase: "uploading", serverState, ...STATE, description: undefined });
}

test("an empty title stands for the one before the user began to delete it", async () => {
  const upload = openedUpload();
  const { parts, sent, type, announced } = formOf(upload);
  for (const text of ["Lak", "L", ""]) type("title", text);
  assertEquals(upload.title, "Lake");

  await awaitText(parts.saved, "The title stays “Lake”.");
  parts.title.dispatchEvent(new Event("change", { bubbles: true }));
  assertEquals(parts.title.value, "Lake");

  await awaitText(parts.saved, "Saved");
  await settle();
  assertEquals([sent, announced], [[], ["Saved"]]);
});

test("an empty title stands for the last one that was entered", async () => {
  const upload = openedUpload();
  const { parts, type } = formOf(upload);
  type("title", "Sea");
  parts.title.dispatchEvent(new Event("change", { bubbles: true }));

  type("title", "");

  assertEquals(upload.title, "Sea");
});

test("announces that the details are saved after leaving the field, not at each pause", async () => {
  const { parts, type, announced } = formOf(openedUpload());
  type("description", "Typed");
  await awaitText(parts.saved, "Saved");
  assertEquals(announced, []);

  parts.description.dispatchEvent(new Event("change", { bubbles: true }));
  await awaitText(parts.saved, "Saved");
  await settle();

  assertEquals(announced, ["Saved"]);
});

const TYPED = [["PATCH", "/api/uploads/u1", { description: "Typed last" }, true]];

test("saves what was typed last when the page is left", async () => {
  const { parts, sent, type } = formOf(openedUpload());
  dispatchEvent(new Event("pagehide"));
  assertEquals([sent, parts.saved.textContent], [[], ""]);

  type("description", "Typed last");
  assertEquals(sent, []);
  // Nothing that the page starts later is certain to happen.
  dispatchEvent(new Event("pagehide"));
  assertEquals(sent, TYPED);

  while (parts.saved.textContent !== "Saved") await settle();
  assertEquals(sent.length, 1);
});

test("saves what was typed last when the page is hidden", () => {
  const { sent, type } = formOf(openedUpload());
  type("description", "Typed last");

  document.dispatchEvent(new Event("visibilitychange"));
  assertEquals(sent, []);
  Object.defineProperty(document, "hidden", { value: true });
  document.dispatchEvent(new Event("visibilitychange"));

  assertEquals(sent, TYPED);
});

test("saves what was typed last when the card is closed, and nothing later", () => {
  const { form, sent, type } = formOf(openedUpload());
  type("description", "Typed last");

  form.close();
  assertEquals(sent, TYPED);
  type("description", "Closed");
  dispatchEvent(new Event("pagehide"));

  assertEquals(sent.length, 1);
});

function problemResponse(status, code) {
  return new Response(JSON.stringify({ code, detail: "The server's own words." }), { status });
}

const LOST = "Not saved. The server can’t be reached. Check the network. The page tries again automatically.";

async function awaitText(element, text) {
  while (element.textContent !== text) await settle();
}

test("saves again when the network is back, and says until then that the details are not saved", async () => {
  let isOnline = false;
  const { form, parts, sent, announced } = formOf(openedUpload(), () => (isOnline ? new Response("{}") : Promise.reject(new TypeError("Failed to fetch"))));

  assertEquals(await form.set({ description: "Typed" }), false);
  assertEquals([parts.saved.textContent, parts.saved.classList.contains("bad")], [LOST, true]);
  // Beside the form, which is collapsed.
  assertEquals([parts.unsaved.textContent, parts.unsaved.hidden, announced], [LOST, false, [LOST]]);
  isOnline = true;
  dispatchEvent(new Event("online"));

  await awaitText(parts.saved, "Saved");
  assertEquals(sent.at(-1)[2].description, "Typed");
  assertEquals([parts.unsaved.hidden, parts.saved.classList.contains("bad")], [true, false]);
});

test("saves again after a while", async () => {
  let failures = 1;
  const { form, parts } = formOf(openedUpload(), () => (failures-- > 0 ? problemResponse(503, "database-unavailable") : new Response("{}")));

  await form.set({ description: "Typed" });

  assertEquals(parts.saved.textContent, "Not saved. The catalogue can’t be reached. The page tries again automatically.");
  await awaitText(parts.saved, "Saved");
});

test("does not send again what the server refuses", async () => {
  const { form, parts, sent } = formOf(openedUpload(), () => problemResponse(404, "not-found"));

  await form.set({ description: "Typed" });
  dispatchEvent(new Event("online"));
  await settle();

  assertEquals(parts.saved.textContent, "Not saved. The upload has ended, or the video was deleted.");
  assertEquals(sent.length, 1);
});

test("shows that the details are saved after leaving the page has saved them", async () => {
  const answers = [() => problemResponse(401, "unauthenticated"), () => new Response("{}")];
  const { form, parts } = formOf(openedUpload(), () => answers.shift()());
  await form.set({ description: "Typed" });
  assertEquals(parts.saved.textContent, "Not saved. Your session has ended. Log in again in a new tab. The page tries again automatically.");

  dispatchEvent(new Event("pagehide"));

  await awaitText(parts.saved, "Saved");
  assertEquals(parts.unsaved.hidden, true);
});

test("separates tags by commas", () => {
  assertEquals(enteredTags(" sea,, Été im Garten ,"), { tags: ["sea", "Été im Garten"] });
  assertEquals(enteredTags(""), { tags: [] });
});

test("refuses tags that the server would refuse", () => {
  const most = Array.from({ length: 30 }, (_, index) => `tag${index}`);

  assertEquals(enteredTags([...most, "TAG1"].join(",")).problem, undefined);
  assertEquals(enteredTags([...most, "another"].join(",")).problem.detail, "A video can have at most 30 tags, not 31.");
  assertEquals(enteredTags("x".repeat(50)).problem, undefined);
  assertEquals(enteredTags("x".repeat(51)).problem.detail.includes("at most 50 characters"), true);
});
