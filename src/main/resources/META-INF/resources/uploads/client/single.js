import { Problem } from "../../web/problem.js";
import { intact } from "./intact.js";
import { renewable } from "./renewable.js";

/** The number under which the tally knows a file that goes in one piece. */
const ONLY = 1;

/** Sends a file with one PUT. */
export class Single {
  #file;
  #permit;
  #tools;
  #checksum;
  #tried;

  /**
   * @param fresh whether nothing was sent yet
   * @param checksum that its URL is signed with; null where nobody knows it any more
   */
  constructor(file, permit, { fresh, checksum, tools }) {
    this.#tried = !fresh;
    this.#file = file;
    this.#permit = permit;
    this.#tools = tools;
    this.#checksum = checksum;
  }

  /** Resolves when the store has acknowledged the file. */
  async send(signal) {
    const { persist, slots, claim, tally, tell } = this.#tools;
    tally.reset();
    tell("uploading");
    const send = () => slots.run(() => this.#send(signal), { claim, signal });
    await intact(
      () => persist(send, signal),
      () => this.#unchanged(signal),
    );
    tally.acknowledged(ONLY, this.#file.size);
  }

  async #send(signal) {
    // An answer that was lost is asked for before everything is sent once more.
    if (this.#tried && (await this.#permit.arrived(signal))) return;
    this.#tried = true;
    if (this.#permit.nearExpiry && !(await this.#permit.revive(signal))) return this.#requireUsed(signal);
    try {
      await this.#put(signal);
    } catch (problem) {
      if (!renewable(problem)) throw problem;
      if (!(await this.#permit.revive(signal))) return this.#requireUsed(signal);
      await this.#put(signal);
    }
  }

  // The URL is good for one use: that it is used up says that the bytes are there.
  async #put(signal) {
    const { send, tally } = this.#tools;
    const onProgress = (bytes) => tally.sending(ONLY, bytes);
    try {
      await send(this.#permit.terms.put, this.#file, { signal, onProgress });
    } catch (problem) {
      if (problem.code === "already-stored") return;
      if (problem.code === "connection-lost") this.#permit.doubt();
      tally.lost(ONLY);
      throw problem;
    }
  }

  // Closed meanwhile: either the bytes of an earlier try have arrived, or it has to begin anew.
  async #requireUsed(signal) {
    if (!(await this.#permit.used(signal))) throw new Problem("upload-closed");
  }

  async #unchanged(signal) {
    const { hasher, claim } = this.#tools;
    if (!this.#checksum) throw new Problem("file-differs");
    return (await hasher.hash(this.#file, { claim, signal })) === this.#checksum;
  }
}
