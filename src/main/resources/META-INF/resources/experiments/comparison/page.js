import { basePath, requestJson } from "../../web/json.js";
import { problemText } from "../../web/problemText.js";
import { wait } from "../../web/wait.js";
import { focusSelectedControl } from "../selectedControl.js";

const API = `${basePath}/api/lab/comparisons`;
/** Milliseconds between two questions for the progress. They cost the application a little, too. */
const POLL_INTERVAL = 2_000;

const byId = (id) => document.getElementById(id);
const running = byId("running");
const step = byId("step");
const stopButton = byId("stop");
const startButton = byId("start");
const problem = byId("problem");

byId("start-form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  start(Number(byId("size").value));
});
stopButton.addEventListener("click", stop);
focusSelectedControl();
if (running.dataset.run) follow(running.dataset.run);
else if (startButton) startButton.disabled = false;

async function start(size) {
  problem.hidden = true;
  startButton.disabled = true;
  try {
    const { id } = await requestJson("POST", API, { body: { size } });
    follow(id);
  } catch (failure) {
    showProblem(failure);
    startButton.disabled = false;
  }
}

async function stop() {
  stopButton.disabled = true;
  try {
    await requestJson("POST", `${API}/${running.dataset.run}/stop`);
    step.textContent = "Stopping…";
  } catch (failure) {
    showProblem(failure);
    stopButton.disabled = false;
  }
}

/** Shows the progress of a run until it has ended, or until the server refuses to tell it. */
async function follow(id) {
  running.dataset.run = id;
  running.hidden = false;
  if (startButton) startButton.disabled = true;
  try {
    for (;;) {
      const run = await load(id);
      if (run && run.status !== "RUNNING") return showEnd(run);
      if (run) showProgress(run);
      await wait(POLL_INTERVAL);
    }
  } catch (failure) {
    // The login has expired, or the run no longer exists.
    hideProgress();
    showProblem(failure);
  }
}

/** Returns null if the server can't answer just now. */
async function load(id) {
  try {
    return await requestJson("GET", `${API}/${id}`);
  } catch (failure) {
    if (failure.transient) return null;
    throw failure;
  }
}

function showProgress({ percent, step: title, mayStop }) {
  byId("progress").value = percent;
  // An unchanged text is not written, so that screen readers don't read it again.
  if (!stopButton.disabled && step.textContent !== title) step.textContent = title;
  stopButton.hidden = !mayStop;
}

function showEnd({ status, problem: reason }) {
  // Shows all runs that are like this one.
  if (status === "DONE") return location.assign(`${basePath}/lab/comparison`);
  hideProgress();
  if (status === "FAILED") showProblem({ message: reason });
  else location.reload();
}

function hideProgress() {
  running.hidden = true;
  stopButton.disabled = false;
  if (startButton) startButton.disabled = false;
}

function showProblem(failure) {
  problem.querySelector("span").textContent = problemText(failure);
  problem.hidden = false;
}
