import { wait } from "../web/wait.js";

/** Milliseconds without typing after which the results are calculated. */
const TYPING_PAUSE = 250;

const form = document.getElementById("calculator");
const summary = document.getElementById("summary");
const result = document.getElementById("result");
let current = new AbortController();

form.addEventListener("input", (event) => {
  if (event.target.name === "volume") adaptViewers(event.target);
  calculate();
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await calculate();
  form.querySelector("[aria-invalid=true]")?.focus();
});

/** Sets the viewers of the service that the chosen volume describes, unless the user has typed a number. */
function adaptViewers(chosen) {
  const viewers = form.elements.viewers;
  const choices = [...form.elements.volume];
  const isDefault = choices.some((choice) => choice.dataset.viewers === viewers.value);
  if (isDefault) viewers.value = chosen.dataset.viewers;
}

/** The server calculates, so there is one definition of the formulas. Only the last answer counts. */
async function calculate() {
  current.abort();
  current = new AbortController();
  const { signal } = current;
  await wait(TYPING_PAUSE);
  if (signal.aborted) return;
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  const page = await load(address, signal);
  if (!page || signal.aborted) return;
  // For example, the login has expired: the browser shows what the server answers.
  if (!page.getElementById("calculator")) return form.submit();
  history.replaceState(null, "", address);
  show(page);
}

/** Returns null if the server can't be reached or another calculation has begun. */
async function load(address, signal) {
  try {
    const response = await fetch(address, { signal });
    return new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    if (!signal.aborted) showText("The server can’t be reached. Check the connection, then choose Calculate.");
    return null;
  }
}

function show(page) {
  for (const problem of form.querySelectorAll("[data-problem]")) {
    const { textContent } = page.getElementById(problem.id);
    problem.textContent = textContent;
    document.getElementById(problem.dataset.problem).ariaInvalid = textContent ? "true" : null;
  }
  summary.className = page.getElementById("summary").className;
  showText(page.getElementById("summary").textContent.trim());
  result.replaceChildren(...page.getElementById("result").childNodes);
}

/** An unchanged text is not written, so that screen readers don't read it again. */
function showText(text) {
  const line = summary.querySelector("span");
  if (line.textContent !== text) line.textContent = text;
}
