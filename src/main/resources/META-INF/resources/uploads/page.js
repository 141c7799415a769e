import { Card } from "./card.js";
import { typeOf } from "./client/type.js";
import { unfinished } from "./client/unfinished.js";
import { Upload } from "./client/upload.js";
import { objection } from "./objection.js";
import { plan } from "./plan.js";

const page = document.getElementById("uploader");
const drop = document.getElementById("drop");
const input = document.getElementById("files");
const cards = document.getElementById("cards");
const queue = document.getElementById("queue");
const startAll = document.getElementById("start-all");
const refusals = document.getElementById("refusals");
const spoken = document.getElementById("spoken");

const limits = { maxSize: Number(page.dataset.maxSize), types: page.dataset.types.split(" ") };
const checksumLimit = Number(page.dataset.checksumLimit);
const canHash = Boolean(crypto.subtle);
const uploads = new Set();

async function take(files) {
  // At once: the list is emptied, or gone, after the event.
  const chosen = [...files];
  refusals.replaceChildren();
  const left = await leftElsewhere();
  const taken = await Promise.all(chosen.map((file) => takeOne(file, left)));
  showQueue();
  taken.find(Boolean)?.focus();
}

// Without an answer nothing is taken up: the file goes as a new one.
async function leftElsewhere() {
  const open = await unfinished.list().catch(() => []);
  const here = [...uploads].map(({ id }) => id);
  return open.filter(({ id }) => !here.includes(id));
}

async function takeOne(file, left) {
  const sentence = objection(file, limits);
  if (sentence) return refuse(sentence);
  const resume = await unfinished.match(file, left).catch(() => null);
  const options = { type: typeOf(file, limits.types), priority: uploads.size, checksumLimit, resume };
  const upload = new Upload(file, options);
  const on = { remove: () => remove(upload, card) };
  const card = new Card(upload, { template: document.getElementById("card"), sentence: plan(file, { canHash, resume }), say, on });
  upload.addEventListener("phase", showQueue);
  uploads.add(upload);
  cards.append(card.element);
  return card;
}

function refuse(sentence) {
  const refusal = document.getElementById("refusal").content.cloneNode(true);
  refusal.querySelector("[data-part=text]").textContent = sentence;
  refusals.append(refusal);
  say(sentence);
}

function remove(upload, card) {
  uploads.delete(upload);
  upload.cancel();
  card.element.remove();
  input.focus();
  showQueue();
}

function showQueue() {
  queue.hidden = uploads.size === 0;
  page.toggleAttribute("data-busy", uploads.size > 0);
  startAll.hidden = ready().length < 2;
}

function ready() {
  return [...uploads].filter(({ phase }) => phase === "ready");
}

function say(sentence) {
  spoken.textContent = sentence;
}

function takeChosen() {
  take(input.files);
  // So that choosing the same file again counts as a change.
  input.value = "";
}

input.addEventListener("change", takeChosen);
// On a slow connection somebody may have chosen before this module was there.
if (input.files.length > 0) takeChosen();

startAll.addEventListener("click", () => ready().forEach((upload) => upload.start()));

// The whole window takes what is dropped: a near miss must not open the file in place of the page.
let depth = 0;
const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
const mark = (change) => {
  depth = Math.max(0, change);
  drop.toggleAttribute("data-over", depth > 0);
};
window.addEventListener("dragenter", (event) => carriesFiles(event) && mark(depth + 1));
window.addEventListener("dragleave", (event) => carriesFiles(event) && mark(depth - 1));
window.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
window.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  mark(0);
  take(event.dataTransfer.files);
});

document.addEventListener("paste", (event) => {
  const { files } = event.clipboardData;
  if (files.length === 0) return;
  event.preventDefault();
  take(files);
});

window.addEventListener("beforeunload", (event) => {
  if ([...uploads].some(({ active }) => active)) event.preventDefault();
});
