import { format } from "../../web/format.js";
import { basePath, requestJson } from "../../web/json.js";
import { Problem } from "../../web/problem.js";
import { sha256 } from "../../uploads/client/hasher.js";
import { sendSignedRequest } from "../../uploads/client/signedRequest.js";
import { Upload } from "../../uploads/client/upload.js";
import { describeProblem } from "./describeProblem.js";
import { Timeline } from "./timeline.js";

const COMPLETION = "Complete the upload";
const CALLS = [
  ["Open the upload", /^POST .*\/api\/uploads$/],
  ["Sign the URL again", /^PUT .*\/url$/],
  ["Sign parts", /^POST .*\/parts$/],
  [COMPLETION, /^PUT .*\/completion$/],
];
/** What the relay saw or did: lane, tone, text, and the text without success. */
const OBSERVATIONS = {
  "put-answered": ["store", null, "The store answered the PUT"],
  "put-cut": ["store", "bad", "The relay cut the connection halfway"],
  "put-answer-lost": ["store", "bad", "The store stored the bytes; the relay dropped its response"],
  "put-refused-as-expired": ["store", "bad", "The relay answered: Request has expired"],
  "put-unanswered": ["store", "bad", "The connection ended without a response"],
  "notification-sent": ["notification", "info", "The store sent the notification"],
  "notification-dropped": ["notification", "bad", "The relay dropped the notification"],
  "notification-held": ["notification", "busy", "The relay delays the notification"],
  "notification-delivered": ["notification", null, "The application received the notification", "The application did not accept the notification"],
};
const STORED_BY = { notification: "the notification", completion: "the browser’s completion", reconcile: "a reconciliation" };
/** Nothing more happens to the upload until it is started again. One that was cancelled before it was opened is ready. */
const ENDED_PHASES = ["ready", "failed", "cancelled"];
const FINAL_STATUSES = ["READY", "REJECTED"];
/** Files that are hashed here to compare them with the catalogue. */
const MAX_HASHED_SIZE = 64 * 1024 * 1024;
/** Milliseconds for which a notification is awaited after the row: one that is on its way, and one that is kept back. */
const NOTIFICATION_TIME = 3_000;
const HELD_NOTIFICATION_TIME = 20_000;

/** One upload under a fault, with its timeline. Fires `change`. */
export class FaultRun extends EventTarget {
  #startFault;
  #withholdsCompletion;
  #completionWithheld = false;
  #faultStarted = null;
  #row = null;
  #endRow = null;
  #settledAt = null;
  #notification = null;
  #endHeld = null;
  /** How often each call was made, by its name. */
  #attempts = new Map();
  #now;

  upload;
  /** The video as the catalogue has it; null before. */
  video = null;
  /** Whether the catalogue has the same bytes as the file: a sentence, or null while it is unknown. */
  comparison = null;
  /** Whether this page has deleted the video. */
  deleted = false;

  /**
   * @param startFault called before the first PUT; resolves when the fault is active
   * @param withholdsCompletion whether the browser sends no completion, as if it had been closed
   */
  constructor(file, { startFault, withholdsCompletion, checksumLimit, now = Date.now }) {
    super();
    this.#startFault = startFault;
    this.#withholdsCompletion = withholdsCompletion;
    this.#now = now;
    this.file = file;
    this.timeline = new Timeline({ now });
    const environment = {
      request: (method, path, options) => this.#call(method, path, options),
      send: (request, blob, options) => this.#send(request, blob, options),
    };
    this.upload = new Upload(file, { endpoint: basePath, title: file.name, checksumLimit, environment });
    for (const type of ["phase", "progress"]) this.upload.addEventListener(type, () => this.#changed());
    this.timeline.addEventListener("change", () => this.#changed());
  }

  /** Starts the upload, or repeats what has failed: the upload, or cancelling it. */
  start() {
    this.#completionWithheld = false;
    return this.upload.retry();
  }

  /** Whether the upload can be cancelled, so that it reserves no quota. */
  get cancellable() {
    return this.upload.active || (this.upload.phase === "failed" && this.upload.id !== null);
  }

  /** Deletes the video permanently. */
  async deleteVideo() {
    await requestJson("DELETE", `${basePath}/api/videos/${this.video.id}?permanently=true`);
    this.deleted = true;
    this.#changed();
  }

  /** Whether more can happen: the upload runs, the row has no verdict yet, or a notification is awaited. */
  get watching() {
    if (this.deleted || ENDED_PHASES.includes(this.upload.phase)) return false;
    if (this.upload.active || this.#settledAt === null) return true;
    if (["notification-delivered", "notification-dropped"].includes(this.#notification)) return false;
    return this.#now() - this.#settledAt < (this.#notification === "notification-held" ? HELD_NOTIFICATION_TIME : NOTIFICATION_TIME);
  }

  /** Whether the browser doesn’t complete the upload, so that the row needs another signal. */
  get awaitsOtherSignal() {
    return this.#completionWithheld && this.#settledAt === null && this.upload.id !== null;
  }

  /** Milliseconds up to which the timeline is drawn: a little more than the last thing that happened. */
  get shownUntil() {
    return this.watching ? this.timeline.elapsed : Math.max(0, ...this.timeline.entries.map(({ start, end }) => end ?? start)) * 1.1;
  }

  /** How the row came into the catalogue; null before. */
  get storedBy() {
    return this.video?.storedBy ? STORED_BY[this.video.storedBy] : null;
  }

  /** Reads the catalogue. */
  async poll() {
    const { id } = this.upload;
    if (!id || this.#settledAt !== null) return;
    try {
      const { status } = await requestJson("GET", `${basePath}/api/uploads/${id}`);
      if (status === "STORED") await this.#showRow(await requestJson("GET", `${basePath}/api/videos/${id}`));
    } catch (problem) {
      if (problem.status >= 500) this.#showRowState("bad", `The catalogue can’t be read: ${problem.status} ${problem.code}`);
    }
  }

  /** Adds what the relay saw or did, if it was about this file. */
  observe({ action, key, status, at }) {
    if (action === "application-killed") {
      this.#showKill(at);
      return;
    }
    if (!OBSERVATIONS[action] || !this.upload.id || !key?.includes(this.upload.id)) return;
    const [lane, tone, successText, failureText = successText] = OBSERVATIONS[action];
    const text = isSuccess(status) ? successText : failureText;
    if (lane === "notification" && (action !== "notification-delivered" || isSuccess(status))) this.#notification = action;
    if (action === "notification-held") {
      this.#endHeld = this.timeline.begin(lane, tone, text, at);
      return;
    }
    if (action === "notification-delivered") {
      this.#endHeld?.({ at });
      this.#endHeld = null;
    }
    this.timeline.mark(lane, tone ?? (isSuccess(status) ? "good" : "bad"), tone ? text : `${text}: ${status}`, at);
  }

  // It concerns every file that is being sent, and is over at once.
  #showKill(at) {
    const startedAt = this.#now() - this.timeline.elapsed;
    if (at < startedAt || !this.watching || this.timeline.fault) return;
    this.timeline.setFault("Kill the application", at, at);
  }

  async #showRow(video) {
    const tone = { READY: "good", REJECTED: "bad" }[video.status] ?? "busy";
    this.#showRowState(tone, `Row: ${video.status}, added by ${STORED_BY[video.storedBy] ?? video.storedBy}`);
    if (!FINAL_STATUSES.includes(video.status)) return;
    this.#settledAt = this.#now();
    this.video = video;
    this.comparison = await compare(this.file, video);
    this.#changed();
  }

  // A state is one bar, however often it is read.
  #showRowState(tone, text) {
    if (this.#row === text) return;
    this.#endRow?.();
    this.#row = text;
    this.#endRow = this.timeline.begin("catalogue", tone, text);
  }

  async #call(method, path, options) {
    const name = CALLS.find(([, pattern]) => pattern.test(`${method} ${path}`))?.[0];
    if (name === COMPLETION && this.#withholdsCompletion && this.upload.phase === "confirming") {
      this.#completionWithheld = true;
      throw new Problem("connection-lost", { detail: "The page doesn’t complete the upload." });
    }
    return name ? this.#measure(name, () => requestJson(method, path, options)) : requestJson(method, path, options);
  }

  async #send(request, blob, options) {
    this.#faultStarted ??= this.#startFault();
    await this.#faultStarted;
    const part = new URL(request.url).searchParams.get("partNumber");
    const name = part ? `PUT of part ${part}` : `PUT of ${format.bytes(blob.size)}`;
    return this.#measure(name, () => sendSignedRequest(request, blob, options));
  }

  async #measure(name, run) {
    const title = this.#titleOf(name);
    const end = this.timeline.begin("browser", "busy", title);
    try {
      const result = await run();
      end({ tone: "good", text: `${title}: done` });
      return result;
    } catch (problem) {
      end({ tone: "bad", text: `${title}: ${describeProblem(problem)}` });
      throw problem;
    }
  }

  /** A repeated call has its number, so that no two lines are equal. */
  #titleOf(name) {
    const attempt = (this.#attempts.get(name) ?? 0) + 1;
    this.#attempts.set(name, attempt);
    return attempt === 1 ? name : `${name}, call ${attempt}`;
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

function isSuccess(status) {
  return status >= 200 && status < 300;
}

/** Compares what the catalogue says about the object with the file. */
async function compare(file, { size, checksumSha256, checksumType }) {
  if (size !== file.size) return `Sizes differ: ${format.exactBytes(file.size)} here, ${format.exactBytes(size)} in the store`;
  if (checksumType !== "FULL_OBJECT" || !crypto.subtle || file.size > MAX_HASHED_SIZE) {
    return `Size equal, ${format.exactBytes(size)}. The store has checked the SHA-256 of each part`;
  }
  const equal = (await sha256(file)) === checksumSha256;
  return equal ? `Bytes equal: ${format.exactBytes(size)} with the same SHA-256` : "Bytes differ: the SHA-256 doesn’t match";
}
