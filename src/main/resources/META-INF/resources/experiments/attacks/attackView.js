import { summarize } from "./messageLines.js";
import { clone, createList, createStep } from "./stepView.js";

/** Shows one attack of the page: that it runs, its result, or a problem. */
export class AttackView {
  #row;
  #inspect;

  /** @param inspect called with a step whose URL the user wants to inspect */
  constructor(row, inspect) {
    this.#row = row;
    this.#inspect = inspect;
  }

  get name() {
    return this.#row.dataset.attack;
  }

  get title() {
    return this.#row.querySelector("h3").textContent;
  }

  get button() {
    return this.#row.querySelector("[data-action=run]");
  }

  showRunning() {
    this.#part("problem").hidden = true;
    this.#part("outcome").hidden = true;
    this.#part("observed").textContent = "running…";
  }

  showProblem(text, code) {
    this.#part("observed").textContent = code === "attack-not-applicable" ? "not applicable here" : "not finished";
    const problem = this.#part("problem");
    problem.querySelector("span").textContent = text;
    problem.querySelector("[data-login]").hidden = code !== "unauthenticated";
    problem.hidden = false;
  }

  /** @param open whether the deciding request is shown at once, also if it ended as expected */
  show(result, { open }) {
    const chip = clone(result.asExpected ? "as-expected" : "unexpected");
    this.#part("observed").replaceChildren(`${result.observed}, ${summarize(result.answer)} `, chip);
    this.#part("expected").textContent = result.expected;
    this.#part("defence").textContent = result.defence;
    this.#part("explanation").textContent = result.explanation;
    const outcome = this.#part("outcome");
    outcome.replaceChildren(createList(result.facts), this.#createSteps(result, open || !result.asExpected));
    outcome.hidden = false;
  }

  #createSteps({ steps, decidingStep, difference }, open) {
    const list = document.createElement("ol");
    list.className = "steps";
    list.append(
      ...steps.map((step, index) => {
        const isDeciding = index === decidingStep;
        const isMarked = isDeciding || step.request.to === "webhook";
        return createStep(step, { open: isDeciding && open, difference: isMarked ? difference : null, inspect: this.#inspect });
      }),
    );
    return list;
  }

  #part(name) {
    return this.#row.querySelector(`[data-part=${name}]`);
  }
}
