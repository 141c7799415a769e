import { basePath, requestJson } from "../../web/json.js";
import { problemText } from "../../web/problemText.js";
import { wait } from "../../web/wait.js";
import { AttackView } from "./attackView.js";
import { storeInspection } from "../inspectionTransfer.js";

/** An attack has 15 seconds on the server. */
const TIMEOUT = 30_000;
/** Attempts while another attack of the same account still runs, such as in another window. */
const ATTEMPTS = 3;
const OUTCOMES = { expected: "as expected", unexpected: "not as expected", notApplicable: "not applicable here", unfinished: "not finished" };

const views = [...document.querySelectorAll("[data-attack]")].map((row) => new AttackView(row, storeInspection));
const progress = document.getElementById("progress");
const runAllButton = document.getElementById("run-all");
const stopButton = document.getElementById("stop");

let stopped = false;

for (const view of views) view.button.addEventListener("click", () => runAlone(view));
runAllButton.addEventListener("click", runAll);
stopButton.addEventListener("click", () => (stopped = true));
window.addEventListener("hashchange", focusSelected);
// In the second frame, because the browser removes the focus when it scrolls to the fragment.
window.addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(focusSelected)));

/** An address such as /lab/attacks#twice leads to an attack; Enter then runs it. */
function focusSelected() {
  const selected = views.find(({ name }) => `#${name}` === location.hash);
  selected?.button.focus({ preventScroll: true });
}

async function runAlone(view) {
  setBusy(true);
  progress.textContent = `${view.title}: ${OUTCOMES[await run(view, { open: true })]}`;
  setBusy(false);
  if (hadFocus(view.button)) view.button.focus();
}

async function runAll() {
  stopped = false;
  setBusy(true);
  stopButton.hidden = false;
  stopButton.focus();
  const outcomes = [];
  for (const view of views) {
    if (stopped) break;
    progress.textContent = `Attack ${outcomes.length + 1} of ${views.length}: ${view.title}`;
    outcomes.push(await run(view, { open: false }));
  }
  progress.textContent = `${summarizeOutcomes(outcomes)}${stopped ? ", then stopped" : ""}`;
  const mayFocus = hadFocus(stopButton);
  stopButton.hidden = true;
  setBusy(false);
  if (mayFocus) runAllButton.focus();
}

/** Whether the user has moved the focus nowhere else. A disabled button loses it to the body. */
function hadFocus(button) {
  return [button, document.body, null].includes(document.activeElement);
}

function summarizeOutcomes(outcomes) {
  const count = (wanted) => outcomes.filter((outcome) => outcome === wanted).length;
  const others = ["unexpected", "notApplicable", "unfinished"].filter((outcome) => count(outcome) > 0);
  return [`${count("expected")} of ${outcomes.length} as expected`, ...others.map((outcome) => `${count(outcome)} ${OUTCOMES[outcome]}`)].join(", ");
}

/** Returns a key of {@link OUTCOMES}. The page shows the result or the problem. */
async function run(view, { open }) {
  view.showRunning();
  try {
    const result = await request(view.name);
    view.show(result, { open });
    return result.asExpected ? "expected" : "unexpected";
  } catch (problem) {
    view.showProblem(problemText(problem), problem.code);
    return problem.code === "attack-not-applicable" ? "notApplicable" : "unfinished";
  }
}

async function request(name) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await requestJson("POST", `${basePath}/api/lab/attacks/${name}`, { timeout: TIMEOUT });
    } catch (problem) {
      if (problem.status !== 429 || attempt === ATTEMPTS) throw problem;
      await wait(problem.retryAfter * 1000);
    }
  }
}

function setBusy(busy) {
  runAllButton.disabled = busy;
  for (const view of views) view.button.disabled = busy;
}
