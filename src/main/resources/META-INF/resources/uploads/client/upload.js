import { Delivery } from "./delivery.js";
import { outside as shared } from "./outside.js";
import { phases } from "./phases.js";
import { tools } from "./tools.js";
import { typeOf } from "./type.js";
import { unfinished } from "./unfinished.js";

const CHECKSUM_LIMIT = 64 * 1024 * 1024;
/** Problems that an upload does not get over: the next start opens another. */
const ANEW = ["upload-vanished", "upload-closed", "not-found", "file-differs", "file-changed"];
/** Those whose upload is of no use to anybody any more. */
const USELESS = ["upload-vanished", "file-changed"];

/**
 * One file on its way to the store. Phases: ready, waiting, checking, asking, uploading, confirming,
 * paused, then done, rejected (stored, but can't be played), stored (not in the catalogue yet), failed or
 * cancelled. Fires `phase`, `progress` and `id`. All of it is described in docs/client.md.
 */
export class Upload extends EventTarget {
  #settings;
  #tools;
  #delivery;
  #controller = new AbortController();
  #run = Promise.resolve();

  phase = "ready";
  problem = null;
  video = null;

  static unfinished(options) {
    return unfinished.list(options);
  }

  constructor(file, { endpoint = "", token = null, resume = null, handle = null, checksumLimit = CHECKSUM_LIMIT, outside, ...details } = {}) {
    super();
    const { type, title = "", description, visibility, priority = 0 } = details;
    Object.assign(this, { file, type: type || typeOf(file), title, description, visibility, priority });
    this.#settings = { endpoint, handle, checksumLimit };
    const on = { tell: (phase) => this.#to(phase), onId: () => this.#fire("id"), onProgress: () => this.#fire("progress") };
    this.#tools = tools(this, { endpoint, token, outside: { ...shared, ...outside }, ...on });
    this.#delivery = this.#deliveryOf(resume);
  }

  get id() {
    return this.#delivery.id;
  }

  /** The upload, as the application last described it; null before there is one. */
  get terms() {
    return this.#delivery.terms;
  }

  get active() {
    return phases.active.includes(this.phase);
  }

  get bytes() {
    return this.#tools.tally.bytes;
  }

  get resumed() {
    return this.#tools.tally.resumed;
  }

  get pending() {
    return this.#tools.waits.pending;
  }

  start() {
    return phases.startable.includes(this.phase) ? this.#go() : this.#run;
  }

  resume() {
    return this.phase === "paused" ? this.#go() : this.#run;
  }

  pause() {
    if (!phases.pausable.includes(this.phase) || this.#controller.signal.aborted) return;
    this.#controller.abort();
    this.#to("paused");
  }

  async cancel() {
    if (!phases.cancellable.includes(this.phase)) return;
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
    const run = () => this.#delivery.run(() => this.#said, signal);
    try {
      this.#arrive(await this.#tools.turns.run(run, { claim: this, signal }));
    } catch (problem) {
      if (!signal.aborted) this.#fail(problem);
    }
  }

  // It may change until the very moment in which it is sent.
  get #said() {
    const { type: contentType, title, description, visibility } = this;
    return { contentType, title: title.trim() || undefined, description, visibility };
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
    this.#to(phases.endOf(video));
  }

  #fail(problem) {
    // Whatever it holds is of no use any more, and the quota is.
    if (USELESS.includes(problem.code)) this.#delivery.release(this.#controller.signal).catch(() => {});
    if (ANEW.includes(problem.code)) this.#forget();
    this.problem = problem;
    this.#to("failed");
  }

  #forget() {
    this.#delivery.forget();
    this.#delivery = this.#deliveryOf(null);
    this.#tools.tally.reset();
  }

  #deliveryOf(resume) {
    return new Delivery(this.file, { ...this.#settings, resume, tools: this.#tools });
  }

  #to(phase) {
    if (phase === this.phase) return;
    this.phase = phase;
    this.#fire("phase");
  }

  #fire(type) {
    this.dispatchEvent(new Event(type));
  }
}
