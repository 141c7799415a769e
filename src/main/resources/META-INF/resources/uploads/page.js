import { Announcer } from "../web/announcer.js";
import { format } from "../web/format.js";
import { basePath } from "../web/json.js";
import { wait } from "../web/wait.js";
import { BatchDetails } from "./batchDetails.js";
import { UploadCard } from "./card.js";
import { defaultEnvironment } from "./client/environment.js";
import { fingerprint, mediaTypeOf } from "./client/opening.js";
import { unfinished as unfinishedUploads } from "./client/unfinished.js";
import { Upload } from "./client/upload.js";
import { ExchangeRecorder } from "./exchangeRecorder.js";
import { isHidden, isSameFile, receiveFiles, separateDuplicates } from "./fileInput.js";
import { fileObjection, quoted } from "./messages.js";
import { Notices } from "./notices.js";
import { keptText } from "./outcome.js";
import { Posters } from "./posters.js";
import { PreviewQueue } from "./preview.js";
import { UploadQueue } from "./queue.js";
import { QuotaCheck } from "./quotaCheck.js";
import { ScreenWakeLock } from "./screenWakeLock.js";
import { StoredCopies } from "./storedCopies.js";
import { TotalsView } from "./totals.js";
import { resumeObjection, UnfinishedList } from "./unfinishedList.js";

/** Choosing the file of such an upload again isn't a mistake: failed ones continue, and the others start again. */
const REPEATABLE_PHASES = ["ready", "failed", "cancelled"];
/** From this number of files on, cards are compact. */
const COMPACT_FROM = 4;
const TICK_INTERVAL = 1_000;
/** Phases in which an upload uses more or less of the quota than before. */
const ENDED_PHASES = ["processing", "done", "rejected", "deleted", "stored", "failed", "cancelled"];
/** Milliseconds that chosen files wait for the list of unfinished uploads. Without it they are uploaded as new files. */
const UNFINISHED_TIMEOUT = 2_000;

const [page, drop, cardList, queueSection, spoken] = byIds("uploader", "drop", "cards", "queue", "spoken");
const [input, folder, folderChoice] = byIds("files", "folder", "folder-choice");
const limits = { maxSize: Number(page.dataset.maxSize), types: page.dataset.types.split(" "), typeAdvice: page.dataset.typeAdvice };
const checksumLimit = Number(page.dataset.checksumLimit);
const [quotaLine, usedText, leftText] = byIds("quota", "quota-used", "quota-left");
const [videosLine, usedUpLine] = byIds("quota-videos", "quota-used-up");
const queue = new UploadQueue();
const quota = new QuotaCheck(Number(page.dataset.bytesLeft ?? Infinity), { show: showQuota, unopenedBytes: () => queue.unopenedBytes });
const pageTitle = document.title;
const announcer = new Announcer(spoken);
const [noticeList, noticeTemplate] = byIds("refusals", "refusal");
const notices = new Notices({ list: noticeList, template: noticeTemplate, announce, focusWhenEmpty: input });
const cards = new Map();
const wakeLock = new ScreenWakeLock();
const previews = new PreviewQueue();
const posters = new Posters({ after: page.dataset.after });
const unfinishedList = new UnfinishedList({
  client: unfinishedUploads,
  endpoint: basePath,
  section: document.getElementById("unfinished"),
  list: document.getElementById("unfinished-list"),
  template: document.getElementById("unfinished-row"),
  resume: startUpload,
  refuse: (text) => notices.refuse(text),
  announce,
  focusWhenEmpty: input,
  onDiscarded: refreshQuota,
});
const batchDetails = new BatchDetails(batchElements(), { cards: changeableCards, announce });
new TotalsView(queue, totalsElements(), { announce, focusAfterClearing: focusFirst, onFailedRemoved: loadUnfinished });

// Selections are processed one after another, because each is compared with the files of those before.
let processing = Promise.resolve();

function onFiles(selection) {
  processing = processing.then(async () => addFiles(await selection)).catch((error) => notices.refuse(`Something went wrong: ${error.message}`));
}

async function addFiles(selection) {
  notices.removeRead();
  await Promise.race([loadUnfinished(), wait(UNFINISHED_TIMEOUT)]);
  const accepted = selection.filter(isAccepted);
  showSkippedFiles(selection);
  const present = queue.uploads.filter(({ phase }) => !REPEATABLE_PHASES.includes(phase)).map(({ file }) => file);
  const { fresh, duplicates } = await separateDuplicates(accepted, present, { fingerprint: (file) => fingerprint(file, defaultEnvironment) });
  duplicates.forEach(showDuplicate);
  const copies = new StoredCopies();
  const added = [];
  for (const choice of fresh) {
    const failed = await findFailedUpload(choice.file);
    if (failed) {
      await chooseAgain(failed, choice);
      continue;
    }
    const upload = await unfinishedList.take(choice.file);
    if (!upload && unfinishedList.findByName(choice.file)) {
      notices.show(`${quoted(choice.path)} differs from the unfinished upload of the same name. It will be uploaded as a new file.`);
    }
    const objection = upload ? null : await quota.objectionTo(choice.file);
    if (objection) notices.refuse(objection, { trash: true });
    else added.push(startUpload(choice, upload, copies));
  }
  if (added.length > 0) announce(`${added.length === 1 ? "1 file" : `${added.length} files`} added`);
}

function isAccepted(choice) {
  const objection = fileObjection(choice.file, limits);
  if (objection && !isSkipped(choice)) notices.refuse(objection);
  return !objection;
}

/** Other files in a folder of videos are normal, so they are only counted. */
function isSkipped({ file, path }) {
  return path.includes("/") && !mediaTypeOf(file, limits.types);
}

function showSkippedFiles(selection) {
  // An empty selection is an empty folder.
  if (selection.every(isSkipped)) return notices.show("No video files were found in the folder.");
  const count = selection.filter((choice) => isSkipped(choice) && !isHidden(choice.path)).length;
  if (count === 1) notices.show("1 other file in the folder was skipped.");
  else if (count > 1) notices.show(`${count.toLocaleString("en")} other files in the folder were skipped.`);
}

function showDuplicate({ candidate, of }) {
  const reason = of.name === candidate.file.name ? "is already in the list" : `has the same content as ${quoted(of.name)}`;
  notices.show(`${quoted(candidate.path)} ${reason}, so it wasn’t added.`, () => startUpload(candidate, null).focus());
}

function startUpload(choice, resume, copies = new StoredCopies()) {
  const { upload, card } = createUpload(choice, resume, resume ?? {});
  cardList.append(card.element);
  queue.add(upload);
  if (!resume) batchDetails.applyTo(card);
  upload.start();
  if (!resume) showStoredCopy(choice.file, card, copies);
  return card;
}

// Only a hint: there are good reasons to upload a file twice.
async function showStoredCopy(file, card, copies) {
  const video = await copies.find(file, isInQueue).catch(() => null);
  if (video) card.showStoredCopy(video);
}

function createUpload({ file, path, handle = null }, resume, { title, description, visibility, tags }) {
  const details = { title: title ?? (file.name.replace(/\.[^.]+$/, "") || file.name), description, visibility, tags };
  const type = mediaTypeOf(file, limits.types);
  const recorder = new ExchangeRecorder();
  const upload = new Upload(file, { endpoint: basePath, type, checksumLimit, resume, handle, environment: recorder.environment, ...details });
  const card = new UploadCard(upload, {
    recorder,
    template: document.getElementById("card"),
    path,
    plan: uploadPlan({ canHash: Boolean(crypto.subtle), resume }),
    resumes: Boolean(resume),
    announce,
    on: {
      moveToFront: () => moveToFront(upload),
      remove: () => removeUpload(upload),
      chooseAgain: (chosen) => chooseAgain(upload, chosen),
    },
  });
  cards.set(upload, card);
  previews.add(card.preview, file);
  upload.addEventListener("phase", () => upload.phase === "done" && posters.add(upload.video, (url) => showPoster(card, url)));
  // The server counts a resumed upload already.
  upload.addEventListener("id", () => resume || quota.reserve(file.size));
  upload.addEventListener("phase", () => ENDED_PHASES.includes(upload.phase) && refreshQuota());
  return { upload, card };
}

/** In place of the frame that the browser has drawn, or could not draw. */
async function showPoster({ preview }, url) {
  // With CORS, because the player requests it so: a response without it in the browser's cache would be of no use there.
  const poster = Object.assign(new Image(), { alt: "", crossOrigin: "anonymous", src: url });
  if (!(await poster.decode().then(() => true, () => false))) return;
  previews.remove(preview);
  preview.replaceChildren(poster);
}

/** The failed upload that a file continues. Its own file may be unreadable, so it isn't recognised as a duplicate. */
async function findFailedUpload(file) {
  const failed = queue.uploads.filter(({ phase }) => phase === "failed");
  const opened = failed.filter(({ id }) => id);
  const match = await unfinishedUploads.match(file, opened.map(({ serverState }) => serverState)).catch(() => null);
  if (match) return opened.find(({ id }) => id === match.id);
  return failed.find((upload) => !upload.id && isSameFile(upload.file, file));
}

/** Continues a failed upload with its file, which may have another name or place now. */
async function chooseAgain(upload, choice) {
  const { file } = choice;
  const card = cards.get(upload);
  const resume = upload.id ? { ...upload.serverState, ...card.savedDetails, id: upload.id } : null;
  const objection = fileObjection(file, limits);
  if (objection) return card.refuseFile(objection);
  card.showComparison();
  const difference = resume && (await resumeObjection(file, resume, () => unfinishedUploads.match(file, [resume])));
  // The card may have been removed, or the upload retried, while the files were compared.
  if (!queue.has(upload) || upload.phase !== "failed") return;
  if (difference) return card.refuseFile(difference);
  // Before the other card takes over the details.
  card.close();
  const replacement = createUpload(choice, resume, upload);
  card.element.replaceWith(replacement.card.element);
  queue.replace(upload, replacement.upload);
  replacement.upload.start();
  replacement.card.focus();
}

function moveToFront(upload) {
  queue.moveToFront(upload);
  const focused = document.activeElement;
  cardList.prepend(cards.get(upload).element);
  // Moving an element takes the focus away from it.
  focused.focus();
}

async function removeUpload(upload) {
  const { element } = cards.get(upload);
  const next = element.nextElementSibling ?? element.previousElementSibling;
  queue.remove(upload);
  (next?.querySelector("button:not([hidden], [hidden] *)") ?? input).focus();
  if (upload.phase !== "failed") return;
  await loadUnfinished();
  if (unfinishedList.shows(upload.id)) notices.show(`${quoted(upload.file.name)} was moved to the unfinished uploads. ${keptText(upload)}`);
}

function focusFirst() {
  const [first] = queue.uploads;
  if (first) cards.get(first).focus();
  else input.focus();
}

function showQueue() {
  const { all, active } = queue.counts;
  for (const [upload, card] of cards) {
    const { element, preview } = card;
    if (queue.has(upload)) continue;
    card.close();
    element.remove();
    previews.remove(preview);
    cards.delete(upload);
  }
  queueSection.hidden = all === 0;
  batchDetails.refresh(all);
  page.toggleAttribute("data-busy", all > 0);
  cardList.toggleAttribute("data-many", all >= COMPACT_FROM);
  wakeLock.setActive(active > 0);
  showTitle();
}

/** The tab shows the progress while the user looks at another one. */
function showTitle() {
  const { all, active, finished, cancelled } = queue.counts;
  const { sent, total } = queue.bytes;
  const isDone = finished === all && cancelled < all;
  const state = active > 0 ? format.percent(total ? sent / total : 0) : isDone ? "Done" : null;
  document.title = state ? `${state} · ${pageTitle}` : pageTitle;
}

/** In the order of the list. */
function changeableCards() {
  return queue.uploads.filter(({ phase }) => phase !== "cancelled").map((upload) => cards.get(upload));
}

function loadUnfinished() {
  return unfinishedList.load(isInQueue);
}

function isInQueue(id) {
  return queue.uploads.some((upload) => upload.id === id);
}

// Without a limit, nothing is shown.
function refreshQuota() {
  if (usedUpLine) quota.refresh();
}

function showQuota({ usedBytes, bytesLeft, usedVideos, videos }) {
  // An administrator may have removed a limit.
  if (quotaLine) {
    quotaLine.hidden = bytesLeft === Infinity;
    usedText.textContent = format.bytes(usedBytes);
    if (bytesLeft !== Infinity) leftText.textContent = format.bytes(bytesLeft);
  }
  if (videosLine) {
    videosLine.hidden = videos === null;
    if (videos !== null) videosLine.textContent = `${usedVideos.toLocaleString("en")} of ${videos.toLocaleString("en")} videos`;
  }
  usedUpLine.hidden = bytesLeft > 0 && (videos === null || usedVideos < videos);
}

function announce(text) {
  announcer.announce(text);
}

function byIds(...ids) {
  return ids.map((id) => document.getElementById(id));
}

function batchElements() {
  const [section, form, pattern, result] = byIds("batch", "batch-form", "batch-title", "batch-result");
  const [description, visibility, tags] = byIds("batch-description", "batch-visibility", "batch-tags");
  return { section, form, pattern, description, visibility, tags, result };
}

function totalsElements() {
  const [counts, total, bar, share, numbers] = byIds("queue-counts", "queue-total", "total-bar", "total-share", "total-numbers");
  const [pauseAll, resumeAll, retryFailed, removeFailed, clear] = byIds("pause-all", "resume-all", "retry-failed", "remove-failed", "clear");
  const [cancelAll, confirmCancel] = byIds("cancel-all", "confirm-cancel-all");
  return { counts, total, bar, share, numbers, pauseAll, resumeAll, retryFailed, removeFailed, cancelAll, confirmCancel, clear };
}

queue.addEventListener("change", showQueue);
receiveFiles({ drop, input, folder, folderChoice }, onFiles);
loadUnfinished();

// Another tab may have resumed or discarded some.
document.addEventListener("visibilitychange", () => document.hidden || loadUnfinished());

setInterval(() => {
  cards.forEach((card) => card.tick());
  showTitle();
}, TICK_INTERVAL);

window.addEventListener("beforeunload", (event) => queue.endsWithPage && event.preventDefault());

// Another page in this tab would end the uploads.
page.addEventListener("click", ({ target }) => {
  const link = target.closest("a:not([rel])");
  if (link) link.target = queue.endsWithPage ? "_blank" : "";
});

/** What will happen to a file, in a few words. */
function uploadPlan({ canHash, resume }) {
  const check = canHash ? "SHA-256 verified" : "not verified, because this page wasn’t loaded over https";
  return `${resume ? "resumes where it stopped" : "direct to the store"}, ${check}`;
}
