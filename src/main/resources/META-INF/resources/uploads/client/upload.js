import { Problem } from "../web/problem.js";
import { Permit } from "./permit.js";

const ACTIVE = ["waiting", "checking", "asking", "uploading", "confirming"];

/**
 * One file on its way to the store. Phases: ready, waiting, checking, asking, uploading, confirming,
 * then done, rejected (stored, but no video), stored (not in the catalogue yet), failed or cancelled.
 * Fires `phase` when the phase changes and `progress` within one.
 */
export class Upload extends EventTarget {
  #steps;
  #controller = new AbortController();
  #digest = null;
  #permit = null;
  #delivered = false;

  phase = "ready";
  title = "";
  /** Bytes checked or sent in this phase. */
  done = 0;
  /** While a failed step waits for its next try: {problem, delay, attempt, of}. */
  pending = null;
  problem = null;
  video = null;

  /** @param steps {api, checksum, put, retry, confirm}: what this class puts in order */
  constructor(file, { type, checked, steps }) {
    super();
    this.file = file;
    this.type = type;
    this.checked = checked;
    this.#steps = steps;
  }

  get id() {
    return this.#permit?.id ?? null;
  }

  get active() {
    return ACTIVE.includes(this.phase);
  }

  /** Takes its place behind others; run() is to follow. */
  enqueue() {
    this.problem = null;
    this.#to("waiting");
  }

  /** Goes all the way. Never rejects: how it ended is the phase. */
  async run() {
    if (this.phase !== "waiting") return;
    this.#controller = new AbortController();
    try {
      await this.#check();
      if (await this.#ask()) await this.#send();
      await this.#settle();
    } catch (problem) {
      await (this.#signal.aborted ? this.#withdraw() : this.#fail(problem));
    }
  }

  cancel() {
    if (this.phase === "waiting") return this.#to("ready");
    this.#controller.abort();
  }

  /** Gives up what a failed upload still holds; bytes that the store has taken stay there. */
  async discard() {
    // Where that fails too, the upload expires by itself.
    if (this.phase === "failed" && !this.#delivered) await this.#permit?.release().catch(() => {});
  }

  async #check() {
    if (!this.checked || this.#digest) return;
    this.#to("checking");
    const onProgress = (done) => this.#advance(done);
    this.#digest = await this.#steps.checksum(this.file, { signal: this.#signal, onProgress });
  }

  /** Whether bytes are to be sent: not when those of an earlier try turn out to have arrived. */
  async #ask() {
    this.#to("asking");
    if (this.#permit && this.#delivered) return false;
    if (this.#permit) {
      if (await this.#persist(() => this.#permit.revive(this.#signal))) return true;
      if (await this.#persist(() => this.#permit.used(this.#signal))) return false;
    }
    // Without the signal: were the answer lost, there would be no id to give back.
    const answer = await this.#persist(() => this.#steps.api.open(this.#intent));
    this.#permit = new Permit(answer, this.#steps);
    this.#delivered = false;
    this.#signal.throwIfAborted();
    return true;
  }

  async #send() {
    this.#to("uploading");
    await this.#persist(async () => {
      if (this.#permit.nearExpiry && !(await this.#permit.revive(this.#signal))) return this.#requireUsed();
      await this.#transfer();
    });
    this.#delivered = true;
  }

  // Closed meanwhile: either the bytes of an earlier try have arrived, or it has to begin anew.
  async #requireUsed() {
    if (!(await this.#permit.used(this.#signal))) throw new Problem("upload-closed");
  }

  async #transfer({ mayRenew = true } = {}) {
    this.#advance(0);
    const onProgress = (done) => this.#advance(done);
    try {
      await this.#steps.put(this.#permit.target, this.file, { signal: this.#signal, onProgress });
    } catch (problem) {
      if (problem.code === "already-stored") return;
      if (problem.code !== "url-expired" || !mayRenew) throw problem;
      if (!(await this.#permit.revive(this.#signal))) return this.#requireUsed();
      await this.#transfer({ mayRenew: false });
    }
  }

  async #settle() {
    this.#to("confirming");
    this.video = await this.#steps.confirm(this.id, { api: this.#steps.api, signal: this.#signal });
    if (!this.video) return this.#to("stored");
    this.#to(this.video.status === "REJECTED" ? "rejected" : "done");
  }

  async #withdraw() {
    try {
      if (this.#permit && !(await this.#permit.release())) return await this.#settleAnyway();
      this.#permit = null;
      this.#to("cancelled");
    } catch (problem) {
      await this.#fail(problem);
    }
  }

  async #settleAnyway() {
    this.#controller = new AbortController();
    await this.#settle().catch((problem) => this.#fail(problem));
  }

  async #fail(problem) {
    if (problem.code === "upload-incomplete") this.#delivered = false;
    if (problem.code === "bytes-changed") await this.#forget();
    this.problem = problem;
    this.#to("failed");
  }

  // The URL is signed for the old checksum: other bytes need another upload.
  async #forget() {
    await this.#permit.release().catch(() => {});
    this.#permit = null;
    this.#digest = null;
  }

  async #persist(step) {
    const onRetry = (pending) => this.#advance(this.done, pending);
    const result = await this.#steps.retry(step, { signal: this.#signal, onRetry });
    this.pending = null;
    return result;
  }

  get #signal() {
    return this.#controller.signal;
  }

  get #intent() {
    const { name: fileName, size } = this.file;
    const title = this.title.trim() || undefined;
    return { fileName, contentType: this.type, size, title, checksumSha256: this.#digest ?? undefined };
  }

  #advance(done, pending = null) {
    this.done = done;
    this.pending = pending;
    this.dispatchEvent(new Event("progress"));
  }

  #to(phase) {
    this.phase = phase;
    this.done = 0;
    this.pending = null;
    this.dispatchEvent(new Event("phase"));
  }
}
