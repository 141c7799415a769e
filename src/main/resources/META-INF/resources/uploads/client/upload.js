import { Api } from "./api.js";
import { Delivery } from "./delivery.js";
import { match } from "./match.js";
import { outside as shared } from "./outside.js";
import { Permit } from "./permit.js";
import { tools } from "./tools.js";
import { typeOf } from "./type.js";

const CHECKSUM_LIMIT = 64 * 1024 * 1024;
const ACTIVE = ["waiting", "checking", "asking", "uploading", "confirming"];
const STARTABLE = ["ready", "failed", "cancelled"];
const CANCELLABLE = [...ACTIVE, "paused", "failed"];
/** Problems that an upload does not get over: the next start opens another. */
const ANEW = ["upload-vanished", "upload-closed", "not-found", "file-differs", "file-changed"];

/**
 * One file on its way to the store. Phases: ready, waiting, checking, asking, uploading, confirming,
 * paused, then done, rejected (stored, but no video), stored (not in the catalogue yet), failed or
 * cancelled. Fires `phase`, `progress` and `id`. All of it is described in docs/client.md.
 */
export class Upload extends EventTarget {
  #endpoint;
  #handle;
  #checksumLimit;
  #tools;
  #delivery;
  #controller = new AbortController();
  #run = Promise.resolve();

  phase = "ready";
  problem = null;
  video = null;

  /** The account's open uploads, the newest first. */
  static unfinished(options) {
    return new Api(options).openUploads();
  }

  /** Which of them a chosen file is to finish; null when none is its. */
  static match(file, unfinished) {
    return match(file, unfinished, shared);
  }

  /** The handle of an unfinished upload's file, where this browser has kept one. */
  static handleOf(id) {
    return shared.memory.handleOf(id);
  }

  /** Gives up an unfinished upload without its file. Says false when it is stored already. */
  static giveUp(id, options) {
    return new Permit({ id }, { api: new Api(options) }).release();
  }

  constructor(file, { endpoint = "", token = null, resume = null, handle = null, checksumLimit = CHECKSUM_LIMIT, outside, ...details } = {}) {
    super();
    const { type, title = "", description, visibility, priority = 0 } = details;
    Object.assign(this, { file, type: type || typeOf(file), title, description, visibility, priority });
    this.#endpoint = endpoint;
    this.#handle = handle;
    this.#checksumLimit = checksumLimit;
    const on = { tell: (phase) => this.#to(phase), onId: () => this.#fire("id"), onProgress: () => this.#fire("progress") };
    this.#tools = tools(this, { endpoint, token, outside: { ...shared, ...outside }, ...on });
    this.#delivery = this.#deliveryOf(resume);
  }

  get id() {
    return this.#delivery.id;
  }

  get active() {
    return ACTIVE.includes(this.phase);
  }

  get bytes() {
    const { stored, sent, checked, toCheck, total } = this.#tools.tally;
    return { stored, sent, checked, toCheck, total };
  }

  get resumed() {
    return this.#tools.tally.resumed;
  }

  get pending() {
    return this.#tools.waits.pending;
  }

  start() {
    return STARTABLE.includes(this.phase) ? this.#go() : this.#run;
  }

  resume() {
    return this.phase === "paused" ? this.#go() : this.#run;
  }

  pause() {
    // Once everything is sent there is nothing left to hold back.
    if (!this.active || this.phase === "confirming" || this.#controller.signal.aborted) return;
    this.#controller.abort();
    this.#to("paused");
  }

  async cancel() {
    if (!CANCELLABLE.includes(this.phase)) return;
    this.#controller.abort();
    if (this.phase === "waiting" && !this.id) return this.#to("ready");
    this.#run = this.#run.then(() => this.#withdraw());
    await this.#run;
  }

  retryNow() {
    this.#tools.waits.endAll();
  }

  // One run after another: the one before may still have to hear what it has asked.
  #go() {
    const { signal } = (this.#controller = new AbortController());
    this.problem = null;
    this.#to("waiting");
    this.#run = this.#run.then(() => this.#travel(signal));
    return this.#run;
  }

  async #travel(signal) {
    const { type: contentType, title, description, visibility } = this;
    const details = { contentType, title: title.trim() || undefined, description, visibility };
    try {
      this.#arrive(await this.#tools.turns.run(() => this.#delivery.run(details, signal), { claim: this, signal }));
    } catch (problem) {
      if (!signal.aborted) this.#fail(problem);
    }
  }

  async #withdraw() {
    const { signal } = (this.#controller = new AbortController());
    try {
      if (!(await this.#delivery.release(signal))) return this.#arrive(await this.#delivery.confirm(signal));
      this.#forget();
      this.problem = null;
      this.#to("cancelled");
    } catch (problem) {
      this.#fail(problem);
    }
  }

  #arrive(video) {
    this.video = video;
    this.#tools.memory.forget(this.id);
    this.#to(endOf(video));
  }

  #fail(problem) {
    // Whatever it holds is of no use any more, and the quota is.
    if (problem.code === "file-changed") this.#delivery.release(this.#controller.signal).catch(() => {});
    if (ANEW.includes(problem.code)) this.#forget();
    this.problem = problem;
    this.#to("failed");
  }

  #forget() {
    if (this.id) this.#tools.memory.forget(this.id);
    this.#delivery = this.#deliveryOf(null);
    this.#tools.tally.reset();
  }

  #deliveryOf(resume) {
    return new Delivery(this.file, { resume, checksumLimit: this.#checksumLimit, tools: this.#tools });
  }

  #to(phase) {
    if (phase === this.phase) return;
    this.phase = phase;
    if (phase === "uploading") this.#remember();
    this.#fire("phase");
  }

  #remember() {
    const { name, size } = this.file;
    const { id, terms } = this.#delivery;
    this.#tools.memory.remember({ id, endpoint: this.#endpoint, fingerprint: terms.fingerprint, name, size, handle: this.#handle });
  }

  #fire(type) {
    this.dispatchEvent(new Event(type));
  }
}

function endOf(video) {
  if (!video) return "stored";
  return video.status === "REJECTED" ? "rejected" : "done";
}
