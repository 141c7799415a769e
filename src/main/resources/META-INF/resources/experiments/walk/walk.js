import { Upload } from "../../uploads/client/upload.js";
import { wait as waitFor } from "../../web/wait.js";
import { Gate } from "./gate.js";

/** Milliseconds between two looks for the notification, and after which the walk continues without it. */
const POLL_INTERVAL = 500;
const NOTIFICATION_TIMEOUT = 10_000;
/** Bytes of the video that are shown. */
const FIRST_BYTES = 16;
const FINAL_PHASES = ["done", "rejected", "deleted", "stored"];
/** The upload has ended, but perhaps not the check of the video. */
const ENDED_PHASES = ["processing", ...FINAL_PHASES];
const FAILED_PHASES = ["failed", "cancelled"];
const GATED = [
  ["opening", /^POST .*\/api\/uploads$/],
  ["transfer", /^POST .*\/parts$/],
  ["completion", /^PUT .*\/completion$/],
];

/**
 * Uploads one file in seven steps with the upload client. Requests of the client wait at gates, which the
 * steps open one after another.
 */
export class Walk {
  #file;
  #endpoint;
  #trace;
  #wait;
  #now;
  #gates = { opening: new Gate(), transfer: new Gate(), completion: new Gate() };
  #upload;
  #checksum = null;
  #ended;
  #checked;
  #failed;
  #steps = [this.#readFile, this.#open, this.#findRow, this.#sendBytes, this.#awaitNotification, this.#sync, this.#play];

  /** Steps that have ended. */
  done = 0;

  /**
   * @param trace records what is sent
   * @param onProgress called with {sent, total} while bytes are sent
   */
  constructor(file, { type, checksumLimit, endpoint, trace, onProgress = () => {}, wait = waitFor, now = Date.now, environment = {} }) {
    this.#file = file;
    this.#endpoint = endpoint;
    this.#trace = trace;
    this.#wait = wait;
    this.#now = now;
    const gated = { request: (...call) => this.#request(...call), send: (...request) => this.#send(...request) };
    this.#upload = new Upload(file, { endpoint, type, checksumLimit, title: titleOf(file), environment: { ...environment, ...gated } });
    this.#ended = this.#phase(ENDED_PHASES);
    this.#checked = this.#phase(FINAL_PHASES);
    this.#failed = this.#failure();
    this.#upload.addEventListener("progress", () => onProgress(this.#upload.bytes));
  }

  /** The id of the upload and its video; null before the upload is open. */
  get id() {
    return this.#upload.id;
  }

  /** Whether the file is sent in parts. */
  get isMultipart() {
    return this.#upload.serverState?.method === "multipart";
  }

  /** Runs the next step, or the one that failed again. Returns what it found; throws a Problem. */
  async next() {
    if (this.#upload.phase === "failed") {
      this.#failed = this.#failure();
      this.#upload.start();
    }
    const found = await this.#steps[this.done].call(this);
    this.done++;
    return found;
  }

  /** Aborts the upload, unless its bytes are stored. */
  async cancel() {
    const cancelling = this.#upload.cancel();
    for (const gate of Object.values(this.#gates)) gate.close(new Error("cancelled"));
    await cancelling;
  }

  async #readFile() {
    this.#upload.start();
    await this.#unlessFailed(this.#gates.opening.arrived);
    const { type } = this.#upload;
    return { file: this.#file, type, checksum: this.#checksum };
  }

  async #open() {
    this.#gates.opening.open();
    await this.#unlessFailed(this.#gates.transfer.arrived);
    return { opening: this.#trace.calls.opening };
  }

  async #findRow() {
    return { row: (await this.#fetchRows()).upload };
  }

  async #sendBytes() {
    this.#gates.transfer.open();
    await this.#unlessFailed(this.#gates.completion.arrived);
    // Only then is there an object.
    if (this.isMultipart) await this.#complete();
    const { sent, failure, counts, first, numbers, calls } = this.#trace;
    return { sent, failure, counts, signing: first.transfer, signings: numbers.transfer, completion: this.isMultipart ? calls.completion : null, serverState: this.#upload.serverState };
  }

  async #awaitNotification() {
    const deadline = this.#now() + NOTIFICATION_TIMEOUT;
    for (;;) {
      const { notifications } = await this.#fetchRows();
      const isProcessed = notifications.some(({ notification }) => notification.state !== "RECEIVED");
      if (isProcessed || this.#now() >= deadline) return { notifications };
      await this.#wait(POLL_INTERVAL);
    }
  }

  async #sync() {
    if (!this.isMultipart) await this.#complete();
    const { object, video } = await this.#fetchRows();
    return { object, video, completion: this.#trace.calls.completion };
  }

  async #play() {
    await this.#unlessFailed(this.#checked);
    const { timeline, video } = await this.#fetchRows();
    if (video?.status !== "READY") return { timeline, rejectionText: this.#upload.video?.rejectionText };
    const path = `${this.#endpoint}/api/videos/${this.id}/urls`;
    const { url } = await this.#trace.request("play", "POST", path, { body: { operation: "play" } });
    await this.#trace.fetchBytes("get", url, FIRST_BYTES);
    return { timeline, url, play: this.#trace.calls.play, get: this.#trace.calls.get };
  }

  async #complete() {
    this.#gates.completion.open();
    await this.#unlessFailed(this.#ended);
  }

  #fetchRows() {
    return this.#trace.request("rows", "GET", `${this.#endpoint}/api/lab/walks/${this.id}`);
  }

  async #request(method, path, options = {}) {
    const kind = GATED.find(([, pattern]) => pattern.test(`${method} ${path}`))?.[0];
    if (kind === "opening") this.#checksum = options.body.checksumSha256 ?? null;
    // Before the client repeats a PUT, it asks whether the bytes have arrived. That is part of sending.
    const isGated = kind !== "completion" || this.#upload.phase === "confirming";
    if (kind && isGated) await this.#gates[kind].pass(options.signal);
    return this.#trace.request(kind ?? "other", method, path, options);
  }

  async #send(signedRequest, blob, options = {}) {
    await this.#gates.transfer.pass(options.signal);
    return this.#trace.send(signedRequest, blob, options);
  }

  #unlessFailed(promise) {
    return Promise.race([promise, this.#failed]);
  }

  #failure() {
    const failed = this.#phase(FAILED_PHASES).then(() => Promise.reject(this.#upload.problem ?? new Error("cancelled")));
    // The step that runs reports it. There may be none.
    failed.catch(() => {});
    return failed;
  }

  #phase(phases) {
    return new Promise((resolve) => {
      this.#upload.addEventListener("phase", () => phases.includes(this.#upload.phase) && resolve());
    });
  }
}

function titleOf(file) {
  return file.name.replace(/\.[^.]+$/, "") || file.name;
}
