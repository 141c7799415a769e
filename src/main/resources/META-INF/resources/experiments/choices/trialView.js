import { clone, createList, createStep } from "../attacks/stepView.js";

/** Shows one trial of the page: its result, or a problem. */
export class TrialView {
  #section;

  constructor(section) {
    this.#section = section;
  }

  get name() {
    return this.#section.dataset.trial;
  }

  get button() {
    return this.#part("run");
  }

  clear() {
    this.#part("problem").hidden = true;
    this.#part("outcome").hidden = true;
  }

  showProblem(text) {
    const problem = this.#part("problem");
    problem.querySelector("span").textContent = text;
    problem.hidden = false;
  }

  show({ supported, asExpected, policy, facts, steps }) {
    const verdict = document.createElement("p");
    if (supported) verdict.append(clone(asExpected ? "as-expected" : "unexpected"));
    else verdict.append(clone("not-supported"));
    const outcome = this.#part("outcome");
    const heading = Object.assign(document.createElement("h3"), { textContent: "Requests and responses" });
    outcome.replaceChildren(verdict, createList(facts), createPolicy(policy), heading, createSteps(steps, supported));
    outcome.hidden = false;
  }

  #part(name) {
    return this.#section.querySelector(`[data-part=${name}]`);
  }
}

function createPolicy(policy) {
  const details = clone("policy");
  details.querySelector("code").textContent = formatPolicy(policy);
  return details;
}

/** Indented JSON, with each list of plain values on one line. */
export function formatPolicy(policy) {
  return JSON.stringify(JSON.parse(policy), null, 2).replace(/\[([^[\]{}]*)\]/g, (list) => list.replace(/\s*\n\s*/g, " ").replace("[ ", "[").replace(/ \]$/, "]"));
}

/** Opens what the store refused, unless it supports nothing; then the first answer says all. */
function createSteps(steps, supported) {
  const list = document.createElement("ol");
  list.className = "steps";
  for (const step of steps) {
    const item = createStep(step, { open: !supported || !step.asExpected, difference: null });
    const outcome = step.asExpected ? step.observed : `${step.observed}, expected ${step.expected}`;
    item.querySelector("[data-part=summary]").append(` (${outcome})`);
    list.append(item);
  }
  return list;
}
