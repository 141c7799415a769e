import { Api } from "./api.js";
import { Delivery } from "./delivery.js";
import { createContext, defaultEnvironment } from "./environment.js";
import { lockedUploads } from "./localUploads.js";
import { mediaTypeOf } from "./opening.js";

const CHECKSUM_LIMIT = 64 * 1024 * 1024;

const ACTIVE_PHASES = ["waiting", "checking", "preparing", "uploading", "confirming"];
const STARTABLE_PHASES = ["ready", "failed", "cancelled"];
// While confirming, everything is sent and there is nothing left to pause.
const PAUSABLE_PHASES = ["waiting", "checking", "preparing", "uploading"];
const CANCELLABLE_PHASES = [...ACTIVE_PHASES, "paused", "failed"];

/** Problems after which this upload can't continue: the next start opens a new one. */
const RESTART_CODES = ["upload-vanished", "upload-closed", "video-deleted", "not-found", "file-differs", "file-changed"];
/** Those after which nobody can continue the upload, so it is aborted. */
const ABORT_CODES = ["upload-vanished", "file-changed"];

/**
 * Uploads one file to the store. Phases: ready, waiting, checking, preparing, uploading, confirming, paused,
 * cancelling, processing (stored; the server checks the video), then done, rejected (stored, but not playable),
 * deleted (the video was deleted during the check), stored, failed or cancelled. In the phase `stored` only the store
 * has the bytes; the server's status STORED means that the catalogue has the video too.
 * Fires `phase`, `progress` and `id`. Described in docs/client.md.
 */
export class Upload extends EventTarget {
  #settings;
  #context;
  #delivery;
  #controller = new AbortController();
  #run = Promise.resolve();
  #openRuns = 0;

  phase = "ready";
  problem = null;
  video = null;
  /** Whether the upload failed to be cancelled. Then the next `retry` cancels it. */
  cancelFailed = false;
  /** Whether the user cancelled the upload when the store already had all bytes, so that it is a video. */
  cancelledTooLate = false;

  /** The account's open uploads, newest first. `inAnotherTab` tells whether a tab of this browser is sending the upload. */
  static async unfinished(options) {
    const uploads = await new Api(options).listOpen();
    const locked = await lockedUploads();
    return uploads.map((upload) => ({ ...upload, inAnotherTab: locked.has(upload.id) }));
  }

  /**
   * @param environment entries that replace those of the default environment, for example in tests
   * @param details title, description and so on; all options are described in docs/client.md
   */
  constructor(file, { endpoint = "", token = null, resume = null, handle = null, checksumLimit = CHECKSUM_LIMIT, environment, ...details } = {}) {
    super();
    const { type, title = "", description, visibility, tags, priority = 0 } = details;
    Object.assign(this, { file, type: type || mediaTypeOf(file), title, description, visibility, tags, priority });
    this.#settings = { endpoint, handle, checksumLimit };
    this.#context = createContext(this, {
      endpoint,
      token,
      environment: { ...defaultEnvironment, ...environment },
      // A run that was paused or cancelled may still begin its next step before it notices.
      setPhase: (phase) => this.#controller.signal.aborted || this.#setPhase(phase),
      onId: () => this.#fire("id"),
      onProgress: () => this.#fire("progress"),
    });
    this.#delivery = this.#createDelivery(resume);
  }

  get id() {
    return this.#delivery.id;
  }

  /** The upload as the application last described it; null before it is open. */
  get serverState() {
    return this.#delivery.serverState;
  }

  get active() {
    return ACTIVE_PHASES.includes(this.phase);
  }

  get bytes() {
    return this.#context.byteCounter.bytes;
  }

  /** Bytes that weren't sent since the last start or resume, because the store already had them. */
  get resumed() {
    return this.#context.byteCounter.resumedBytes;
  }

  /** The next attempt while the upload waits for it, as RetryTimers describes it; otherwise null. */
  get pending() {
    return this.#context.retryTimers.nextAttempt;
  }

  /** Whether the upload has bytes to send, but all requests are used by uploads with a higher priority. */
  get outranked() {
    return this.phase === "uploading" && this.#context.storeRequests.allWait;
  }

  /** Whether at least one request to the store is being sent. */
  get sending() {
    return this.#context.storeRequests.running > 0;
  }

  start() {
    return STARTABLE_PHASES.includes(this.phase) ? this.#startRun() : this.#run;
  }

  resume() {
    return this.phase === "paused" ? this.#startRun() : this.#run;
  }

  pause() {
    if (!PAUSABLE_PHASES.includes(this.phase) || this.#controller.signal.aborted) return;
    this.#controller.abort();
    this.#setPhase("paused");
  }

  /** Repeats what has failed: the upload, or cancelling it. */
  retry() {
    return this.cancelFailed ? this.cancel() : this.start();
  }

  /** Starts the upload at once if it waits for other uploads to end. The requests to the store remain limited. */
  startNow() {
    this.#context.uploadSlots.startNow(this);
  }

  /** Until it ends, the upload can't be paused, resumed or started. */
  async cancel() {
    if (this.phase === "cancelling") return this.#run;
    if (!CANCELLABLE_PHASES.includes(this.phase)) return;
    this.#controller.abort();
    // An earlier run may still wait for the response that opens the upload.
    if (this.phase === "waiting" && !this.id && this.#openRuns === 1) return this.#setPhase("ready");
    this.problem = null;
    this.#setPhase("cancelling");
    this.#run = this.#run.then(() => this.#abort());
    await this.#run;
  }

  retryNow() {
    this.#context.retryTimers.endAll();
  }

  // Runs follow one another, because the previous run may still wait for a response.
  #startRun() {
    const { signal } = (this.#controller = new AbortController());
    this.problem = null;
    this.cancelFailed = this.cancelledTooLate = false;
    this.#openRuns++;
    this.#setPhase("waiting");
    this.#run = this.#run.then(() => this.#deliver(signal)).finally(() => this.#openRuns--);
    return this.#run;
  }

  async #deliver(signal) {
    const deliver = () => this.#delivery.run(() => this.#currentDetails, signal);
    try {
      await this.#finish(await this.#context.uploadSlots.run(deliver, { requester: this, signal }), signal);
    } catch (problem) {
      if (!signal.aborted) this.#fail(problem);
    }
  }

  // Read as late as possible, because the user may change them until they are sent.
  get #currentDetails() {
    const { type: contentType, title, description, visibility, tags } = this;
    return { contentType, title: title.trim() || undefined, description, visibility, tags };
  }

  async #abort() {
    const { signal } = (this.#controller = new AbortController());
    try {
      this.cancelledTooLate = !(await this.#delivery.abort(signal));
      this.cancelFailed = false;
      if (this.cancelledTooLate) return await this.#finish(await this.#delivery.complete(signal), signal);
      this.#discardDelivery();
      this.#setPhase("cancelled");
    } catch (problem) {
      this.cancelFailed = !this.cancelledTooLate;
      this.#fail(problem);
    }
  }

  async #finish(video, signal) {
    this.video = video;
    if (!video) return this.#setPhase("stored");
    if (video.status === "PROCESSING") {
      this.#setPhase("processing");
      this.video = await this.#delivery.awaitVerdict(video, signal);
    }
    this.#setPhase(finalPhase(this.video));
  }

  #fail(problem) {
    // Aborting returns the quota.
    if (ABORT_CODES.includes(problem.code)) this.#delivery.abort(this.#controller.signal).catch(() => {});
    if (RESTART_CODES.includes(problem.code)) this.#discardDelivery();
    this.problem = problem;
    this.#setPhase("failed");
  }

  #discardDelivery() {
    this.#delivery.forget();
    this.#delivery = this.#createDelivery(null);
    this.#context.byteCounter.reset();
  }

  #createDelivery(resume) {
    return new Delivery(this.file, { ...this.#settings, resume, context: this.#context });
  }

  #setPhase(phase) {
    if (phase === this.phase) return;
    this.phase = phase;
    this.#fire("phase");
  }

  #fire(type) {
    this.dispatchEvent(new Event(type));
  }
}

function finalPhase(video) {
  if (!video || video.deleteAfter) return "deleted";
  return video.status === "REJECTED" ? "rejected" : "done";
}
