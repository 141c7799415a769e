import { Announcer } from "../../web/announcer.js";
import { basePath, requestJson } from "../../web/json.js";
import { problemText } from "../../web/problemText.js";
import { wait } from "../../web/wait.js";
import { FaultControl } from "./faultControl.js";
import { FaultRun } from "./faultRun.js";
import { RunView } from "./runView.js";
import { createSampleVideo } from "./sampleVideo.js";

/** What to do if the application doesn't answer. The relay ends a fault even then. */
const UNREACHABLE = "The application can’t be reached. If a fault is active, wait until it ends, then try again.";
/** Milliseconds between two questions to the application while something happens, and while nothing does. */
const BUSY_INTERVAL = 1_000;
const IDLE_INTERVAL = 5_000;

const form = document.getElementById("fault-form");
const sampleButton = form.querySelector("button");
const status = document.getElementById("fault-status");
const statusText = status.querySelector("span");
const endButton = document.getElementById("end-fault");
const problem = document.getElementById("fault-problem");
const announcer = new Announcer(document.getElementById("announcer"));
const runList = document.getElementById("runs");
const reconcileButton = document.getElementById("reconcile");
const reconcileText = document.getElementById("reconcile-text");
const control = new FaultControl();
const runs = [];
let samples = 0;
let wakeUp = () => {};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const count = Number(chosenFault().dataset.samples);
  for (let index = 0; index < count; index++) {
    start(createSampleVideo(Number(form.elements.size.value), `Fault lab sample ${++samples}.mp4`));
  }
});
form.elements.file.addEventListener("change", ({ target }) => {
  const [file] = target.files;
  target.value = "";
  if (file) start(file);
});
endButton.addEventListener("click", () => attempt(() => control.end()));
reconcileButton.addEventListener("click", () => attempt(reconcile));
control.addEventListener("change", showFault);
sampleButton.disabled = false;
selectFromAddress();
control.addEventListener("observation", ({ detail }) => runs.forEach(({ run }) => run.observe(detail)));

/** Parameters such as ?fault=stop-store&size=80000000&withhold=on have the names of the form. */
function selectFromAddress() {
  const parameters = new URLSearchParams(location.search);
  const fault = [...form.elements.fault].find(({ value }) => value && value === parameters.get("fault"));
  if (!fault) return;
  fault.checked = true;
  const size = [...form.elements.size.options].find(({ value }) => value === parameters.get("size"));
  if (size) size.selected = true;
  form.elements.withhold.checked = parameters.get("withhold") === "on";
  sampleButton.scrollIntoView({ block: "center" });
  sampleButton.focus({ preventScroll: true });
}

function chosenFault() {
  return form.querySelector("input[name=fault]:checked");
}

function start(file) {
  problem.hidden = true;
  const { value: name, dataset } = chosenFault();
  const run = new FaultRun(file, {
    startFault: () => startFault(name, dataset.title, run),
    withholdsCompletion: form.elements.withhold.checked,
    checksumLimit: Number(form.dataset.checksumLimit),
  });
  const view = new RunView(run, {
    template: document.getElementById("run"),
    title: dataset.title,
    announce,
    on: {
      // Without waiting for its end, because it can be cancelled meanwhile.
      restart: () => (run.start(), wakeUp()),
      cancel: () => run.upload.cancel(),
      remove: () => attempt(() => run.deleteVideo()),
    },
  });
  runs.unshift({ run, view });
  runList.prepend(view.element);
  document.getElementById("runs-section").hidden = false;
  run.start();
  // Scrolls to it: the list is below the form.
  view.element.focus();
  wakeUp();
}

// The upload goes on without the fault if it can't be started.
async function startFault(name, title, run) {
  if (!name) return;
  await attempt(() => control.start(name));
  if (control.active?.name === name) run.timeline.setFault(title, control.active.startedAt, control.active.endsAt);
}

async function attempt(action) {
  problem.hidden = true;
  try {
    await action();
  } catch (error) {
    const isUnreachable = error.code === "connection-lost" || (error.status >= 500 && !error.detail);
    problem.querySelector("span").textContent = isUnreachable ? UNREACHABLE : problemText(error);
    problem.hidden = false;
  }
}

async function reconcile() {
  await requestJson("POST", `${basePath}/api/reconciliations`, { body: {} });
  reconcileText.textContent = "Requested. The catalogue row appears when the reconciliation has found the object.";
}

function showFault() {
  const { active } = control;
  const secondsLeft = active && Math.max(0, Math.ceil((active.endsAt - Date.now()) / 1000));
  const dataset = active && form.querySelector(`input[value="${active.name}"]`).dataset;
  const title = dataset?.title;
  setHidden(status, !active);
  if (active) {
    setHidden(endButton, dataset.endable === "false");
    statusText.textContent = `${title}: ends automatically in ${secondsLeft} s`;
  }
  for (const { run } of runs) endWindow(run, title);
}

/** A fault that was ended early, or by another fault, is shaded up to its end. */
function endWindow({ timeline }, activeTitle) {
  const { fault, elapsed } = timeline;
  if (fault && fault.title !== activeTitle && fault.end > elapsed) fault.end = elapsed;
}

/** A hidden element would lose the focus to the page. */
function setHidden(element, hidden) {
  const focused = element.contains(document.activeElement);
  element.hidden = hidden;
  if (focused && hidden) (runList.firstElementChild ?? sampleButton).focus();
}

function announce(text) {
  announcer.announce(text);
}

function showReconciliation() {
  const helps = ({ run }) => (run.awaitsOtherSignal && run.upload.serverState.method === "put") || (run.upload.phase === "stored" && !run.video);
  setHidden(reconcileButton, !runs.some(helps));
  if (reconcileButton.hidden) reconcileText.textContent = "";
}

async function watch() {
  for (;;) {
    const watched = runs.filter(({ run }) => run.watching);
    await Promise.all([control.poll(), ...watched.map(({ run }) => run.poll())]);
    showFault();
    watched.forEach(({ view }) => view.draw());
    showReconciliation();
    const woken = new Promise((resolve) => (wakeUp = resolve));
    await Promise.race([woken, wait(watched.length > 0 || control.active ? BUSY_INTERVAL : IDLE_INTERVAL)]);
  }
}

// The page's only copy of a sample would be lost. An upload that waits for another signal needs no page.
window.addEventListener("beforeunload", (event) => {
  if (runs.some(({ run }) => run.upload.active && !run.awaitsOtherSignal)) event.preventDefault();
});

watch();
