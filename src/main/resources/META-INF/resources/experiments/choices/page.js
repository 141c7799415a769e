import { basePath, requestJson } from "../../web/json.js";
import { problemText } from "../../web/problemText.js";
import { summarize } from "../attacks/messageLines.js";
import { TrialView } from "./trialView.js";

/** Each trial sends at most six requests, each with three seconds. */
const TIMEOUT = 30_000;

// Only creators and administrators have the buttons.
const views = [...document.querySelectorAll("[data-trial]")].map((section) => new TrialView(section)).filter(({ button }) => button);
const progress = document.getElementById("progress");

for (const view of views) view.button.addEventListener("click", () => run(view));
// In the second frame, because the browser removes the focus when it scrolls to the fragment.
window.addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(focusSelected)));

/** An address such as /lab/choices#post-policy leads to a trial; Enter then runs it. */
function focusSelected() {
  views.find(({ name }) => `#${name}` === location.hash)?.button.focus({ preventScroll: true });
}

async function run(view) {
  for (const { button } of views) button.disabled = true;
  progress.textContent = "Running…";
  view.clear();
  try {
    const result = await requestJson("POST", `${basePath}/api/lab/choices/${view.name}`, { timeout: TIMEOUT });
    view.show(result);
    progress.textContent = describe(result);
  } catch (problem) {
    view.showProblem(problemText(problem));
    progress.textContent = "";
  }
  for (const { button } of views) button.disabled = false;
  if ([document.body, null].includes(document.activeElement)) view.button.focus();
}

function describe({ supported, asExpected, steps }) {
  if (!supported) return `The store answered ${summarize(steps[0].answer)}`;
  const expected = steps.filter((step) => step.asExpected).length;
  return asExpected ? `All ${steps.length} requests ended as expected` : `${expected} of ${steps.length} requests ended as expected`;
}
