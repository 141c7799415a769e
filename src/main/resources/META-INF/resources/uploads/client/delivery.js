import { Problem } from "../../web/problem.js";
import { confirm } from "./confirm.js";
import { Opening } from "./opening.js";
import { Parts } from "./parts.js";
import { Patience } from "./patience.js";
import { Permit } from "./permit.js";
import { Single } from "./single.js";

/** How often bytes are sent that the store turns out to lack. */
const MOST_AGAIN = 2;
/** Somebody waits for 'cancelled'. */
const TO_RELEASE = { limit: 5_000, failures: 4 };

/** How one file gets into the store: an upload is opened or taken up, sent to, confirmed, or given back. */
export class Delivery {
  #file;
  #resume;
  #known;
  #tools;
  #opening;
  #permit = null;
  #transfer = null;
  #delivered = false;
  #remembered = null;

  /**
   * @param resume an open upload to take up; null to open one
   * @param endpoint and handle of the file: what this browser is to remember with the upload
   */
  constructor(file, { resume = null, endpoint, handle, checksumLimit, tools }) {
    this.#file = file;
    this.#resume = resume;
    this.#known = { endpoint, handle };
    this.#tools = { ...tools, tell: (phase) => this.#tell(phase, tools) };
    this.#opening = new Opening(file, { checksumLimit, tools: this.#tools });
  }

  get id() {
    return this.#permit?.id ?? this.#resume?.id ?? null;
  }

  /** The upload, as the application described it; null before. */
  get terms() {
    return this.#permit?.terms ?? this.#resume;
  }

  /**
   * Goes on from wherever it is. Answers the video; null when the catalogue does not have it yet.
   *
   * @param said gives what is said about the file by now
   */
  async run(said, signal) {
    this.#tools.patience.renew();
    await this.#begin(said, signal);
    return this.#alone(() => this.#sendAndConfirm(signal));
  }

  async confirm(signal) {
    this.#tools.tell("confirming");
    const video = await confirm(this.terms, { ...this.#tools, signal });
    this.forget();
    return video;
  }

  /** This browser need not remember it any more. */
  forget() {
    if (this.#remembered) this.#tools.memory.forget(this.#remembered);
  }

  /** Gives it back. Says false when that comes too late, since the bytes have arrived. */
  async release(signal) {
    if (!this.id) return true;
    return this.#alone(() => this.#release(signal));
  }

  async #begin(said, signal) {
    if (this.#permit) return;
    const terms = this.#resume ? await this.#takeUp(signal) : await this.#opening.open(said, signal);
    this.#permit = new Permit(terms, this.#tools);
    const Transfer = terms.method === "multipart" ? Parts : Single;
    const { checksum } = this.#opening;
    this.#transfer = new Transfer(this.#file, this.#permit, { fresh: !this.#resume, checksum, tools: this.#tools });
    this.#tools.onId();
    signal.throwIfAborted();
  }

  async #takeUp(signal) {
    this.#tools.tell("asking");
    await this.#opening.ensureFits(this.#resume, signal);
    return this.#resume;
  }

  // Another tab of this browser may be sending it: then it is not for this one to touch.
  async #alone(task) {
    const letGo = await this.#tools.lock(this.id);
    if (!letGo) throw new Problem("open-elsewhere");
    try {
      return await task();
    } finally {
      await letGo();
    }
  }

  async #sendAndConfirm(signal) {
    for (let again = 0; ; again++) {
      if (!this.#delivered) await this.#transfer.send(signal);
      this.#delivered = true;
      try {
        return await this.confirm(signal);
      } catch (problem) {
        if (problem.code !== "upload-incomplete") throw problem;
        this.#delivered = false;
        if (again === MOST_AGAIN) throw problem;
      }
    }
  }

  async #release(signal) {
    const { memory, now, persist } = this.#tools;
    const permit = this.#permit ?? new Permit(this.#resume, this.#tools);
    const released = await persist(() => permit.release(), signal, new Patience({ now, ...TO_RELEASE }));
    // Another page of this browser may have remembered it.
    if (released) memory.forget(this.id);
    return released;
  }

  #tell(phase, { memory, tell }) {
    const { name, size } = this.#file;
    const { id, terms } = this;
    // Only now is it sure that the file is the upload's.
    if (phase === "uploading" && this.#remembered !== id) {
      this.#remembered = id;
      memory.remember({ id, fingerprint: terms.fingerprint, name, size, ...this.#known });
    }
    tell(phase);
  }
}
