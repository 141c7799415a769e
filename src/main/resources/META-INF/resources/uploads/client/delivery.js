import { Problem } from "../../web/problem.js";
import { wait } from "../../web/wait.js";
import { ServerUpload } from "./api.js";
import { MultipartTransfer } from "./multipart.js";
import { UploadOpener } from "./opening.js";
import { RetryBudget } from "./retry.js";
import { SinglePutTransfer } from "./singlePut.js";

/** How often the bytes are sent again when the store turns out to lack some. */
const MAX_RESENDS = 2;
/** Short, because the user waits for the upload to be cancelled. */
const ABORT_BUDGET = { limit: 5_000, failures: 4, gap: 0 };
/** Short, because after a single PUT the store's notification does the same as a completion. */
const SINGLE_PUT_COMPLETION_BUDGET = { limit: 30_000, failures: 5, gap: 0 };
/** Milliseconds between two requests for a video that is being checked: at first, and at most. */
const MIN_POLL_INTERVAL = 1_000;
const MAX_POLL_INTERVAL = 15_000;
const POLL_GROWTH = 1.3;
/** Milliseconds after which the page of the video shows the verdict instead. */
const VERDICT_TIMEOUT = 10 * 60_000;

/** Brings one file into the store: opens or resumes an upload, sends the bytes, completes or aborts it. */
export class Delivery {
  #file;
  #resume;
  #rememberedFields;
  #context;
  #opener;
  #upload = null;
  #transfer = null;
  #sent = false;
  #rememberedId = null;

  /**
   * @param resume an open upload to resume; null to open a new one
   * @param endpoint address of the application
   * @param handle of the file. Both are remembered with the upload
   */
  constructor(file, { resume = null, endpoint, handle, checksumLimit, context }) {
    this.#file = file;
    this.#resume = resume;
    this.#rememberedFields = { endpoint, handle };
    this.#context = { ...context, setPhase: (phase) => this.#setPhase(phase, context) };
    this.#opener = new UploadOpener(file, { checksumLimit, context: this.#context });
  }

  get id() {
    return this.#upload?.id ?? this.#resume?.id ?? null;
  }

  /** The upload as the application described it; null before it is open. */
  get serverState() {
    return this.#upload?.serverState ?? this.#resume;
  }

  /**
   * Continues from the current state to the end. Returns the video; null if the catalogue doesn't have it yet.
   *
   * @param currentDetails returns title, description and so on
   */
  async run(currentDetails, signal) {
    this.#context.retryBudget.reset();
    await this.#begin(currentDetails, signal);
    return this.#withLock(() => this.#sendAndComplete(signal));
  }

  /** Completes the upload and returns the video, like `run`. */
  async complete(signal) {
    this.#context.setPhase("confirming");
    const video = await this.#completeWithRetries(signal);
    this.forget();
    return video;
  }

  /**
   * Waits until the video is ready, rejected or in the trash, and returns it; if that takes too long, as it is.
   * Returns null if the video was deleted permanently.
   */
  async awaitVerdict(video, signal) {
    const { pause = wait, api } = this.#context;
    let current = video;
    let interval = MIN_POLL_INTERVAL;
    let waited = 0;
    while (current.status === "PROCESSING" && !current.deleteAfter && waited < VERDICT_TIMEOUT) {
      await pause(interval, signal);
      waited += interval;
      interval = Math.min(interval * POLL_GROWTH, MAX_POLL_INTERVAL);
      try {
        current = await api.getVideo(video.id, signal);
      } catch (problem) {
        // The file is stored, so no failure here is one of the upload.
        if (problem.code === "not-found") return null;
        if (!problem.transient) return current;
      }
    }
    return current.status === "DELETED" ? null : current;
  }

  /** Removes the upload from this browser's memory. */
  forget() {
    if (this.#rememberedId) this.#context.memory.forget(this.#rememberedId);
  }

  /** Aborts the upload. Returns false if it's too late because the bytes are stored. */
  async abort(signal) {
    if (!this.id) return true;
    return this.#withLock(() => this.#abort(signal));
  }

  async #begin(currentDetails, signal) {
    if (this.#upload) return;
    const serverState = this.#resume ? await this.#checkResumed(signal) : await this.#opener.open(currentDetails, signal);
    this.#upload = new ServerUpload(serverState, this.#context);
    const Transfer = serverState.method === "multipart" ? MultipartTransfer : SinglePutTransfer;
    const { checksum } = this.#opener;
    this.#transfer = new Transfer(this.#file, this.#upload, { isNew: !this.#resume, checksum, context: this.#context });
    this.#context.onId();
    signal.throwIfAborted();
  }

  async #checkResumed(signal) {
    this.#context.setPhase("preparing");
    await this.#opener.requireSameFile(this.#resume, signal);
    return this.#resume;
  }

  async #withLock(task) {
    const releaseLock = await this.#context.lock(this.id);
    if (!releaseLock) throw new Problem("open-elsewhere");
    try {
      return await task();
    } finally {
      await releaseLock();
    }
  }

  async #sendAndComplete(signal) {
    for (let resends = 0; ; resends++) {
      if (!this.#sent) await this.#transfer.send(signal);
      this.#sent = true;
      try {
        return await this.complete(signal);
      } catch (problem) {
        if (problem.code !== "upload-incomplete") throw problem;
        this.#sent = false;
        if (resends === MAX_RESENDS) throw problem;
      }
    }
  }

  async #completeWithRetries(signal) {
    const { withRetries, now } = this.#context;
    const { method } = this.serverState;
    const complete = () => this.#requestCompletion(signal);
    if (method === "multipart") return withRetries(complete, signal);
    try {
      return await withRetries(complete, signal, new RetryBudget({ now, ...SINGLE_PUT_COMPLETION_BUDGET }));
    } catch (problem) {
      if (signal.aborted || !problem.transient) throw problem;
      return null;
    }
  }

  async #requestCompletion(signal) {
    try {
      return await this.#context.api.complete(this.id, signal);
    } catch (problem) {
      // Too many requests: this one completed nothing, and another one has to wait too.
      if (signal.aborted || !problem.transient || problem.status === 429) throw problem;
      const video = await this.#findVideo(signal);
      if (video) return video;
      throw problem;
    }
  }

  async #findVideo(signal) {
    const { api } = this.#context;
    try {
      const { status } = await api.getUpload(this.id, signal);
      return status === "STORED" ? await api.getVideo(this.id, signal) : null;
    } catch (problem) {
      if (signal.aborted || !problem.transient) throw problem;
      return null;
    }
  }

  async #abort(signal) {
    const { memory, now, withRetries } = this.#context;
    const upload = this.#upload ?? new ServerUpload(this.#resume, this.#context);
    const aborted = await withRetries(() => upload.abort(), signal, new RetryBudget({ now, ...ABORT_BUDGET }));
    // Another page of this browser may have remembered it.
    if (aborted) memory.forget(this.id);
    return aborted;
  }

  #setPhase(phase, { memory, setPhase }) {
    const { name, size } = this.#file;
    const { id, serverState } = this;
    // Only when bytes are sent is it certain that the file belongs to the upload.
    if (phase === "uploading" && this.#rememberedId !== id) {
      this.#rememberedId = id;
      memory.remember({ id, fingerprint: serverState.fingerprint, name, size, ...this.#rememberedFields });
    }
    setPhase(phase);
  }
}
