import { answerLines, requestLines, summarize } from "./messageLines.js";

const NOTES = {
  store: "Sent to the store.",
  webhook: "Sent to the webhook of this application. Its own token is masked.",
  application: "Called inside the application with your rights. The bench has no credential of yours, so it can’t send this over HTTP.",
};

/**
 * Shows a request and its answer.
 *
 * @param step {title, request, answer} of the API
 * @param open whether both are shown at once
 * @param difference from what was signed, or null
 * @param inspect called with a step whose URL the user wants to inspect
 */
export function createStep(step, { open, difference, inspect }) {
  const item = clone("step");
  const part = (name) => item.querySelector(`[data-part=${name}]`);
  item.querySelector("details").open = open;
  part("title").textContent = step.title;
  part("summary").textContent = summarize(step.answer);
  part("note").textContent = NOTES[step.request.to];
  part("note").hidden = false;
  part("request").append(...requestLines(step.request, difference).map(createLine));
  part("answer").append(...answerLines(step.answer).map(createLine));
  const link = part("inspect");
  link.hidden = !step.request.signed;
  link.addEventListener("click", () => inspect(step));
  return item;
}

/** A list of sentences. */
export function createList(sentences) {
  const list = document.createElement("ul");
  list.className = "checked";
  for (const sentence of sentences) list.append(Object.assign(document.createElement("li"), { textContent: sentence }));
  return list;
}

/** A copy of the element in a template of the page. */
export function clone(id) {
  return document.getElementById(id).content.cloneNode(true).firstElementChild;
}

function createLine({ text, mark }) {
  const line = document.createElement("li");
  if (text) line.append(Object.assign(document.createElement(mark ? "mark" : "code"), { textContent: text }));
  if (mark) line.append(Object.assign(document.createElement("span"), { className: "signed small", textContent: mark }));
  return line;
}
