import { Countdown } from "./countdown.js";
import { KeysView } from "./keysView.js";
import { linkParts } from "./linkedParts.js";
import { describeParts, PART_NAMES } from "./urlParts.js";

const SEVERITIES = { error: "Error", warning: "Warning", info: "Note" };

/** Shows an inspection. All text of URLs, requests and answers enters as text. */
export class InspectionView {
  #result = document.getElementById("result");
  #countdown = new Countdown();
  #keys = new KeysView(createLine);

  constructor() {
    linkParts(this.#result);
    this.#result.addEventListener("click", ({ target }) => {
      const source = target.closest("button[data-part]");
      if (source) document.querySelector(`#url-parts [data-part="${source.dataset.part}"]`)?.scrollIntoView({ block: "nearest" });
    });
  }

  hide() {
    this.#result.hidden = true;
  }

  /** Scrolls to the findings, and moves the focus to their heading. */
  reveal() {
    const title = document.getElementById("findings-title");
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    title.focus({ preventScroll: true });
    title.scrollIntoView({ block: "start", behavior });
  }

  show(inspection) {
    fill("url-parts", inspection.urlParts.flatMap(createUrlPart));
    fill("parts", describeParts(inspection, this.#countdown.show(inspection)).flatMap(createFact));
    const differing = new Set(inspection.findings.filter(({ severity }) => severity === "error").map(({ line }) => line));
    const toLine = (line) => createLine({ ...line, differs: differing.has(line.name) });
    fill("canonical-lines", inspection.lines.canonicalRequest.map(toLine));
    fill("string-lines", inspection.lines.stringToSign.map(toLine));
    fill("findings", inspection.findings.map(createFinding));
    document.getElementById("no-findings").hidden = inspection.findings.length > 0;
    this.#keys.show(inspection);
    this.#result.hidden = false;
  }
}

/** The number of findings of each severity, such as "2 errors, 1 note". */
export function countFindings({ findings }) {
  const counts = Object.entries(SEVERITIES).map(([severity, name]) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count > 0 && `${count} ${name.toLowerCase()}${count === 1 ? "" : "s"}`;
  });
  return counts.filter(Boolean).join(", ") || "no findings";
}

/** Each parameter starts a line. */
function createUrlPart({ part, text }) {
  const span = create("span", { textContent: text }, { part });
  return part === "other" && (text === "?" || text === "&") ? [document.createElement("br"), span] : [span];
}

function createFact({ name, part, content }) {
  const description = create("dd");
  description.append(...[content].flat());
  return [create("dt", { textContent: name }, part ? { part } : {}), description];
}

function createLine({ name, text, explanation, sources = [], differs = false }) {
  const line = document.getElementById("line").content.cloneNode(true).firstElementChild;
  if (name) line.id = lineId(name);
  line.dataset.parts = sources.join(" ");
  line.classList.toggle("differs", differs);
  line.querySelector(".line-text").append(...breakable(text));
  line.querySelector(".explanation").textContent = explanation;
  if (sources.length > 0) line.querySelector(".sources").append("From the URL:", ...sources.filter((part) => isShown(part)).map(createSource));
  return line;
}

function createSource(part) {
  return create("button", { type: "button", className: "source", textContent: PART_NAMES[part] }, { part });
}

function createFinding({ code, severity, message, line, expected, actual }) {
  const item = document.getElementById("finding").content.cloneNode(true).firstElementChild;
  item.dataset.severity = severity;
  item.dataset.code = code;
  item.querySelector(".severity").textContent = SEVERITIES[severity];
  item.querySelector(".message").textContent = message;
  const facts = [
    expected && { name: "Expected", content: isolated(expected) },
    actual && { name: expected ? "Actual" : "Seen", content: isolated(actual) },
  ].filter(Boolean);
  item.querySelector(".comparison").append(...facts.flatMap(createFact));
  const link = item.querySelector(".line-link");
  if (line && document.getElementById(lineId(line))) {
    link.href = `#${lineId(line)}`;
    link.textContent = `Line of the signed text: ${line.replace("header:", "")}`;
  } else {
    link.parentElement.remove();
  }
  if (facts.length === 0) item.querySelector(".comparison").remove();
  return item;
}

/** Long queries may break after each ampersand. An empty line is shown as such. */
function breakable(text) {
  if (!text) return [create("i", { textContent: "empty line" })];
  return text.split(/(?<=&)/).flatMap((piece) => [piece, document.createElement("wbr")]);
}

function isShown(part) {
  return document.querySelector(`#url-parts [data-part="${part}"]`) !== null;
}

function isolated(text) {
  return create("bdi", { textContent: text });
}

function lineId(name) {
  return `line-${name.replaceAll(/[^a-z0-9-]/g, "-")}`;
}

function create(element, properties = {}, data = {}) {
  const created = Object.assign(document.createElement(element), properties);
  Object.assign(created.dataset, data);
  return created;
}

function fill(id, children) {
  document.getElementById(id).replaceChildren(...children);
}
