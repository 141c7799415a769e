import { basePath, requestJson } from "../web/json.js";
import { problemText } from "../web/problemText.js";
import { answerText, requestText, takeInspection } from "./inspectionTransfer.js";
import { countFindings, InspectionView } from "./inspectionView.js";
import { signOwnUrl } from "./ownUrls.js";
import { maskSecrets } from "./pastedSecrets.js";
import { PutTrial } from "./putTrial.js";
import { focusSelectedControl } from "./selectedControl.js";

/** Of Amazon's documentation, "Authenticating Requests: Using Query Parameters". */
const EXAMPLE_URL =
  "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

const UNREADABLE_ANSWER =
  "The request was sent, but the browser doesn’t let this page read the response: the store’s CORS rules don’t allow this request, or the connection failed. The findings compare only the request with the URL.";
const NO_ANSWER = "The request was sent, but the store didn’t answer in time. Try again. The findings compare only the request with the URL.";

const form = document.getElementById("inspector");
const field = (id) => document.getElementById(id);
const problem = field("problem");
const progress = field("progress");
const view = new InspectionView();
const trial = new PutTrial(inspectTrial);
/** Answers can arrive in another order; only the last one is shown. */
let latest = 0;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  inspectAndReveal();
});

field("url").addEventListener("paste", () => setTimeout(inspect));
field("url").addEventListener("input", () => trial.show(null));

field("example").addEventListener("click", () => {
  fillIn({ url: EXAMPLE_URL, method: "GET" });
  trial.show(null);
  inspectAndReveal();
});

for (const button of form.querySelectorAll("[data-sign]")) {
  button.addEventListener("click", () => signAndInspect(button));
}

// Before, a form without its script would reload the page.
for (const button of form.querySelectorAll("button[disabled]")) button.disabled = false;
focusSelectedControl();

const handedOver = takeInspection();
if (handedOver) {
  fillIn(handedOver);
  field("refusal").open = true;
  inspectAndReveal();
}

async function signAndInspect(button) {
  const buttons = form.querySelectorAll("[data-sign]");
  buttons.forEach((each) => (each.disabled = true));
  problem.hidden = true;
  progress.textContent = "Signing…";
  try {
    const signed = await signOwnUrl(button.dataset.sign, form.dataset.account);
    fillIn(signed);
    trial.show(signed.method === "PUT" ? signed : null);
    await inspect();
    progress.textContent = signed.note;
  } catch (error) {
    progress.textContent = "";
    showProblem(error);
  } finally {
    buttons.forEach((each) => (each.disabled = false));
    button.focus();
  }
}

/** Shows what the store answers to a changed request, as if the user had pasted both. */
async function inspectTrial({ signed, request, answer, timedOut }) {
  fillIn({ ...signed, request: requestText(request), answer: answer ? answerText(answer) : "" });
  field("refusal").open = true;
  if (answer) {
    await inspectAndReveal(`The store answered ${answer.status}.`);
    return;
  }
  if (!(await inspect())) return problem.focus();
  showProblem({ detail: timedOut ? NO_ANSWER : UNREADABLE_ANSWER });
  problem.focus();
}

/** The result can be below the visible part of the page. */
async function inspectAndReveal(news = "") {
  if (!(await inspect())) return (hasQuestion() ? problem : field("url")).focus();
  if (news) progress.textContent = `${news} ${progress.textContent}`;
  view.reveal();
}

/** Returns whether a result is shown. */
async function inspect() {
  const turn = ++latest;
  problem.hidden = true;
  progress.textContent = "";
  if (!hasQuestion()) {
    showProblem({ detail: "Paste a pre-signed URL first, or a request that contains it." });
    return false;
  }
  try {
    const inspection = await requestJson("POST", `${basePath}/api/lab/inspections`, { body: question() });
    if (turn !== latest) return false;
    view.show(inspection);
    progress.textContent = `Inspected: ${countFindings(inspection)}.`;
    return true;
  } catch (error) {
    if (turn !== latest) return false;
    view.hide();
    showProblem(error);
    return false;
  }
}

function hasQuestion() {
  return Boolean(field("url").value.trim() || field("request").value.trim());
}

function question() {
  const body = { url: field("url").value };
  const optional = {
    signedMethod: field("signed-method").value,
    signedHeaders: parseHeaders(maskSecrets(field("signed-headers").value)),
    request: maskSecrets(field("request").value),
    answer: maskSecrets(field("answer").value),
  };
  for (const [name, value] of Object.entries(optional)) {
    if (typeof value === "string" ? value.trim() : Object.keys(value).length > 0) body[name] = value;
  }
  return body;
}

function parseHeaders(text) {
  const lines = text.split("\n").filter((line) => line.includes(":"));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(":")).trim(), line.slice(line.indexOf(":") + 1).trim()]));
}

/** Fills the form for another URL, and drops what belongs to the one before. */
function fillIn({ url, method, headers = {}, request = "", answer = "" }) {
  field("url").value = url;
  field("signed-method").value = method;
  field("signed-headers").value = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
  field("request").value = request;
  field("answer").value = answer;
}

function showProblem(error) {
  problem.querySelector("span").textContent = problemText(error);
  problem.querySelector("[data-login]").hidden = error.code !== "unauthenticated";
  problem.hidden = false;
}
