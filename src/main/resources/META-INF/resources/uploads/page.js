import { root } from "../web/root.js";
import { wait } from "../web/wait.js";
import { Awake } from "./awake.js";
import { Card } from "./card.js";
import { fingerprint } from "./client/fingerprint.js";
import { outside } from "./client/outside.js";
import { typeOf } from "./client/type.js";
import { unfinished as left } from "./client/unfinished.js";
import { Upload } from "./client/upload.js";
import { withoutDuplicates } from "./duplicates.js";
import { intake } from "./intake.js";
import { objection } from "./objection.js";
import { plan } from "./plan.js";
import { Queue } from "./queue.js";
import { Total } from "./total.js";
import { Unfinished } from "./unfinished.js";

/** From so many files on their cards are kept short. */
const MANY = 4;
const A_SECOND = 1_000;
/** Milliseconds that chosen files wait for the list of unfinished uploads; without it they go up as new ones. */
const FOR_UNFINISHED = 2_000;

const [page, drop, cards, queueSection, refusals, spoken] = find("uploader", "drop", "cards", "queue", "refusals", "spoken");
const [input, folder, folderChoice] = find("files", "folder", "folder-choice");
const limits = { maxSize: Number(page.dataset.maxSize), types: page.dataset.types.split(" ") };
const checksumLimit = Number(page.dataset.checksumLimit);
const queue = new Queue();
const shown = new Map();
const awake = new Awake();
const unfinished = new Unfinished({
  client: left,
  endpoint: root,
  section: document.getElementById("unfinished"),
  list: document.getElementById("unfinished-list"),
  template: document.getElementById("unfinished-row"),
  take: begin,
  refuse,
  say,
  after: input,
});
new Total(queue, totals());

// One drop after another: each looks at what the one before has taken.
let taking = Promise.resolve();

function take(choices) {
  taking = taking.then(async () => takeAll(await choices)).catch((error) => refuse(`Something went wrong: ${error.message}`));
}

async function takeAll(choices) {
  refusals.replaceChildren();
  await Promise.race([unfinished.load(isHere), wait(FOR_UNFINISHED)]);
  const welcome = choices.filter(({ file, path }) => !objected(file, path));
  const present = queue.uploads.filter(({ phase }) => phase !== "cancelled").map(({ file }) => file);
  const print = (file) => fingerprint(file, outside);
  const { fresh, doubles } = await withoutDuplicates(welcome, present, { fingerprint: print });
  doubles.forEach(refuseDouble);
  for (const choice of fresh) {
    const upload = await unfinished.claim(choice.file);
    if (!upload && unfinished.namesake(choice.file)) notice(`“${choice.path}” is another file than the unfinished upload of that name. It goes up as a new one.`);
    begin(choice, upload);
  }
}

function objected(file, path) {
  const sentence = objection(file, limits);
  // What lies about in a folder beside the videos is nobody's mistake.
  if (sentence && !(path.includes("/") && !typeOf(file, limits.types))) refuse(sentence);
  return Boolean(sentence);
}

function refuseDouble({ candidate, of }) {
  const same = of.name === candidate.file.name ? "is in the list already" : `has the same content as “${of.name}”`;
  notice(`“${candidate.path}” ${same}, so it was not added.`, () => begin(candidate, null));
}

function begin({ file, path, handle = null }, resume) {
  const title = resume?.title ?? (file.name.replace(/\.[^.]+$/, "") || file.name);
  const { description, visibility } = resume ?? {};
  const details = { title, description, visibility };
  const upload = new Upload(file, { endpoint: root, type: typeOf(file, limits.types), checksumLimit, resume, handle, ...details });
  const sentence = plan({ canHash: Boolean(crypto.subtle), resume });
  const on = { first: () => putFirst(upload), remove: () => remove(upload) };
  const card = new Card(upload, { template: document.getElementById("card"), path, sentence, say, on });
  shown.set(upload, card);
  cards.append(card.element);
  queue.add(upload);
  upload.start();
}

function putFirst(upload) {
  queue.putFirst(upload);
  const held = document.activeElement;
  cards.prepend(shown.get(upload).element);
  // An element that is moved loses the focus.
  held.focus();
}

function remove(upload) {
  const { element } = shown.get(upload);
  const next = element.nextElementSibling ?? element.previousElementSibling;
  queue.remove(upload);
  (next?.querySelector("button:not([hidden], [hidden] *)") ?? input).focus();
}

function showQueue() {
  const { all, active } = queue.counts;
  for (const [upload, { element }] of shown) {
    if (queue.has(upload)) continue;
    element.remove();
    shown.delete(upload);
  }
  queueSection.hidden = all === 0;
  page.toggleAttribute("data-busy", all > 0);
  cards.toggleAttribute("data-many", all >= MANY);
  awake.while(active > 0);
}

function refuse(sentence) {
  notice(sentence).classList.add("bad");
}

function notice(sentence, anyway = null) {
  const element = document.getElementById("refusal").content.cloneNode(true).firstElementChild;
  const button = element.querySelector("[data-action=anyway]");
  element.querySelector("[data-part=text]").textContent = sentence;
  button.hidden = !anyway;
  button.addEventListener("click", () => (element.remove(), anyway()));
  refusals.append(element);
  say(sentence);
  return element;
}

function isHere(id) {
  return queue.uploads.some((upload) => upload.id === id);
}

function say(sentence) {
  spoken.textContent = sentence;
}

function find(...ids) {
  return ids.map((id) => document.getElementById(id));
}

function totals() {
  const [counts, total, bar, share, numbers] = find("queue-counts", "queue-total", "total-bar", "total-share", "total-numbers");
  const [pauseAll, resumeAll, retryFailed, clear] = find("pause-all", "resume-all", "retry-failed", "clear");
  return { counts, total, bar, share, numbers, pauseAll, resumeAll, retryFailed, clear };
}

queue.addEventListener("change", showQueue);
intake({ drop, input, folder, folderChoice }, take);
unfinished.load(isHere);

setInterval(() => shown.forEach((card) => card.tick()), A_SECOND);

window.addEventListener("beforeunload", (event) => {
  if (queue.counts.active > 0) event.preventDefault();
});
