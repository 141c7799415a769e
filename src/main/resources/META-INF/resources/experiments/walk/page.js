import { basePath } from "../../web/json.js";
import { format } from "../../web/format.js";
import { fileObjection, problemMessage } from "../../uploads/messages.js";
import { mediaTypeOf } from "../../uploads/client/opening.js";
import { storeInspection } from "../inspectionTransfer.js";
import { focusSelectedControl } from "../selectedControl.js";
import { describeStep } from "./content.js";
import { Diagram } from "./diagram.js";
import { sampleVideo } from "./sampleVideo.js";
import { timelineMessages } from "./timelineView.js";
import { Trace } from "./trace.js";
import { Walk } from "./walk.js";

const [page, input, sample, problem, controls, progress] = byIds("walk", "file", "sample", "problem", "bar-controls", "progress");
const [next, runAll, restart, sending, bar, numbers] = byIds("next", "run-all", "restart", "sending", "bar", "numbers");
const [player, unplayable, timeline, videoLink] = byIds("player", "unplayable", "timeline", "video-link");
const steps = [...document.querySelectorAll(".walk-step")];
const diagram = new Diagram();
const limits = { maxSize: Number(page.dataset.maxSize), types: page.dataset.types.split(" "), typeAdvice: page.dataset.typeAdvice };

let walk = null;
let busy = false;

async function begin(file) {
  clear();
  const objection = fileObjection(file, limits);
  if (objection) return showProblem(objection);
  walk = new Walk(file, {
    type: mediaTypeOf(file, limits.types),
    checksumLimit: Number(page.dataset.checksumLimit),
    endpoint: basePath,
    trace: new Trace(),
    onProgress: showBytes,
  });
  controls.hidden = false;
  await advance();
  if (!next.hidden) next.focus();
}

/** Runs the next step. Returns whether another one can follow. */
async function advance() {
  const running = walk;
  const number = running.done + 1;
  setBusy(true);
  problem.hidden = true;
  mark(number, "busy");
  progress.textContent = `Step ${number} of ${steps.length}: ${titleOf(number)}`;
  try {
    const found = await running.next();
    if (running !== walk) return false;
    show(number, found);
    mark(number, found.notifications?.length === 0 ? "missing" : "done");
  } catch (error) {
    if (running === walk) stop(number, error);
    return false;
  }
  setBusy(false);
  next.textContent = "Next";
  if (running.done < steps.length) return true;
  end();
  return false;
}

async function advanceAll() {
  while (await advance());
}

function show(number, found) {
  const list = steps[number - 1].querySelector("[data-part=blocks]");
  list.replaceChildren(...describeStep(number, found).map(createBlock));
  if (found.timeline) showTimeline(found);
  steps[number - 1].scrollIntoView({ block: "start" });
}

function showTimeline({ timeline: entries, url }) {
  document.querySelector("#timeline ol").replaceChildren(...timelineMessages(entries));
  timeline.hidden = false;
  videoLink.href = `${basePath}/videos/${walk.id}`;
  if (!url) return;
  player.addEventListener("error", () => ((unplayable.hidden = false), (player.hidden = true)), { once: true });
  player.hidden = false;
  player.src = url;
}

function createBlock({ title, note = "", facts = [], text = "", inspect = null }) {
  const block = document.getElementById("block").content.cloneNode(true).firstElementChild;
  const part = (name) => block.querySelector(`[data-part=${name}]`);
  block.querySelector("h3").textContent = title;
  for (const [name, content] of Object.entries({ note, text })) {
    part(name).textContent = content;
    part(name).hidden = !content;
  }
  part("facts").hidden = facts.length === 0;
  part("facts").append(...facts.flatMap(createFact));
  part("inspect").hidden = !inspect;
  part("inspect").addEventListener("click", () => keepForInspection(inspect));
  return block;
}

function createFact({ term, code, text }) {
  const [name, value] = [document.createElement("dt"), document.createElement("dd")];
  name.textContent = term;
  value.append(code ? Object.assign(document.createElement("code"), { textContent: code }) : format.isolated(text));
  return [name, value];
}

function keepForInspection({ method, url, headers, size, status, answerHeaders, answerBody }) {
  const all = { Host: new URL(url).host, ...headers, "Content-Length": String(size) };
  storeInspection({ request: { signed: { method, url, headers }, method, url, headers: all }, answer: { status, headers: answerHeaders, body: answerBody } });
}

/** Marks a step and its messages as "busy", "done", "missing" or "failed". Earlier ones keep their mark. */
function mark(number, state) {
  steps[number - 1].dataset.state = state;
  diagram.mark(number, state);
}

function stop(number, error) {
  mark(number, "failed");
  setBusy(false);
  next.textContent = "Retry";
  showProblem(problemMessage(error));
}

function end() {
  diagram.end();
  next.hidden = runAll.hidden = true;
  restart.textContent = "Start again";
  progress.textContent = `All ${steps.length} steps have ended`;
  restart.focus();
}

async function cancel() {
  const cancelled = walk;
  clear();
  input.focus();
  await cancelled?.cancel().catch((error) => showProblem(problemMessage(error)));
}

function clear() {
  walk = null;
  problem.hidden = controls.hidden = sending.hidden = timeline.hidden = unplayable.hidden = true;
  next.hidden = runAll.hidden = false;
  next.textContent = "Next";
  restart.textContent = "Cancel";
  player.hidden = true;
  player.removeAttribute("src");
  player.load();
  for (const step of steps) {
    delete step.dataset.state;
    step.querySelector("[data-part=blocks]").replaceChildren();
  }
  diagram.clear();
  setBusy(false);
}

function showBytes({ sent, total }) {
  sending.hidden = sent === 0;
  bar.value = sent / total;
  numbers.textContent = `${format.bytes(sent)} of ${format.bytes(total)}`;
}

function showProblem(text) {
  problem.querySelector("span").textContent = text;
  problem.hidden = false;
}

// aria-disabled instead of disabled: a disabled button would lose the focus.
function setBusy(value) {
  busy = value;
  for (const button of [next, runAll]) button.ariaDisabled = value ? "true" : null;
  sample.disabled = input.disabled = walk !== null;
}

function titleOf(number) {
  return steps[number - 1].querySelector("h2").textContent.replace(/^\d+\. /, "");
}

function byIds(...ids) {
  return ids.map((id) => document.getElementById(id));
}

input.addEventListener("change", () => {
  const [file] = input.files;
  // Otherwise choosing the same file again would fire no change event.
  input.value = "";
  if (file) begin(file);
});
sample.addEventListener("click", async () => {
  sample.disabled = true;
  begin(await sampleVideo(limits.types));
});
next.addEventListener("click", () => busy || advance());
runAll.addEventListener("click", () => busy || advanceAll());
restart.addEventListener("click", cancel);
focusSelectedControl();
