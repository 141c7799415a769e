import { Api } from "./api.js";
import { Card } from "./card.js";
import { checksum } from "./checksum.js";
import { confirm } from "./confirm.js";
import { objection } from "./objection.js";
import { plan } from "./plan.js";
import { put } from "./put.js";
import { retry } from "./retry.js";
import { Sequence } from "./sequence.js";
import { typeOf } from "./type.js";
import { Upload } from "./upload.js";

const page = document.getElementById("uploader");
const drop = document.getElementById("drop");
const input = document.getElementById("files");
const cards = document.getElementById("cards");
const queue = document.getElementById("queue");
const startAll = document.getElementById("start-all");
const refusals = document.getElementById("refusals");
const spoken = document.getElementById("spoken");

const limits = { maxSize: Number(page.dataset.maxSize), types: page.dataset.types.split(" ") };
const checks = { checksumLimit: Number(page.dataset.checksumLimit), canHash: Boolean(crypto.subtle) };
const steps = { api: new Api(), checksum, confirm, put, retry };
const sequence = new Sequence();
const uploads = new Set();

function take(files) {
  refusals.replaceChildren();
  const taken = [...files].map(takeOne).filter(Boolean);
  showQueue();
  taken.at(0)?.focus();
}

function takeOne(file) {
  const sentence = objection(file, limits);
  if (sentence) return refuse(sentence);
  const { checked, sentence: planned } = plan(file, checks);
  const upload = new Upload(file, { type: typeOf(file, limits.types), checked, steps });
  const on = { start: () => start(upload), remove: () => remove(upload, card) };
  const card = new Card(upload, { template: document.getElementById("card"), sentence: planned, say, on });
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

function start(upload) {
  upload.enqueue();
  sequence.add(() => upload.run());
}

function remove(upload, card) {
  uploads.delete(upload);
  upload.discard();
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

startAll.addEventListener("click", () => ready().forEach(start));

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
