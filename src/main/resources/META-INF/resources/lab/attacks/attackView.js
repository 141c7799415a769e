import { answerLines, requestLines, summarize } from "./messageLines.js";

const NOTES = {
  store: "Sent to the store.",
  webhook: "Sent to the webhook of this application. Its own token is masked.",
  application: "Called inside the application with your rights. The bench has no credential of yours, so it can’t send this over HTTP.",
};

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
    problem.hidden = false;
  }

  /** @param open whether the deciding request is shown at once, also if it ended as expected */
  show(result, { open }) {
    const chip = clone(result.asExpected ? "as-expected" : "unexpected");
    this.#part("observed").replaceChildren(chip, ` ${result.observed}: ${summarize(result.answer)}`);
    this.#part("expected").textContent = result.expected;
    this.#part("defence").textContent = result.defence;
    this.#part("explanation").textContent = result.explanation;
    const outcome = this.#part("outcome");
    outcome.replaceChildren(createFacts(result.facts), this.#createSteps(result, open || !result.asExpected));
    outcome.hidden = false;
  }

  #createSteps({ steps, decidingStep, difference }, open) {
    const list = document.createElement("ol");
    list.className = "steps";
    list.append(...steps.map((step, index) => this.#createStep(step, difference, { isDeciding: index === decidingStep, open })));
    return list;
  }

  #createStep(step, difference, { isDeciding, open }) {
    const item = clone("step");
    const part = (name) => item.querySelector(`[data-part=${name}]`);
    item.querySelector("details").open = isDeciding && open;
    part("title").textContent = step.title;
    part("summary").textContent = summarize(step.answer);
    part("note").textContent = NOTES[step.request.to];
    part("note").hidden = false;
    const isMarked = isDeciding || step.request.to === "webhook";
    part("request").append(...requestLines(step.request, isMarked ? difference : null).map(createLine));
    part("answer").append(...answerLines(step.answer).map(createLine));
    const link = part("inspect");
    link.hidden = step.request.to !== "store";
    link.addEventListener("click", () => this.#inspect(step));
    return item;
  }

  #part(name) {
    return this.#row.querySelector(`[data-part=${name}]`);
  }
}

function createFacts(facts) {
  const list = document.createElement("ul");
  list.className = "checked";
  for (const fact of facts) list.append(Object.assign(document.createElement("li"), { textContent: fact }));
  return list;
}

function createLine({ text, mark }) {
  const line = document.createElement("li");
  if (text) line.append(Object.assign(document.createElement(mark ? "mark" : "code"), { textContent: text }));
  if (mark) line.append(Object.assign(document.createElement("span"), { className: "signed small", textContent: mark }));
  return line;
}

function clone(id) {
  return document.getElementById(id).content.cloneNode(true).firstElementChild;
}
