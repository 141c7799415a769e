import { intact } from "./intact.js";
import { renewable } from "./renewable.js";
import { Signer } from "./signer.js";

/** Brings parts into the store: each is hashed, signed and sent. */
export class PartSender {
  #tools;
  #checksums;
  #signer;
  #signal;

  /**
   * @param permit of the upload
   * @param count of the parts, and how many of them come at once
   * @param tools {persist, slots, claim, send, tally}
   */
  constructor(permit, { count, atOnce, checksums, tools, signal }) {
    this.#tools = tools;
    this.#checksums = checksums;
    this.#signal = signal;
    const sign = (parts) => tools.persist(() => permit.sign(parts, signal), signal);
    this.#signer = new Signer(sign, { count, atOnce, signal });
  }

  /** Resolves when the store has acknowledged the part. */
  async deliver(part) {
    const { persist, slots, claim, tally } = this.#tools;
    const { number, size, slice } = part;
    const signal = this.#signal;
    const terms = { number, size, checksumSha256: await this.#checksums.of(part, signal) };
    await this.#signer.sign(terms);
    const send = () => slots.run(() => this.#send(terms, slice), { claim, signal });
    await intact(
      () => persist(send, signal),
      () => this.#checksums.stillHold(part, signal),
    );
    this.#signer.drop(terms);
    tally.acknowledged(number, size);
  }

  async #send(terms, slice, { mayRenew = true } = {}) {
    const { send, tally } = this.#tools;
    const onProgress = (bytes) => tally.sending(terms.number, bytes);
    try {
      await send(await this.#signer.target(terms), slice, { signal: this.#signal, onProgress });
    } catch (problem) {
      tally.lost(terms.number);
      if (problem.code === "connection-lost") this.#signer.doubt(terms);
      if (!renewable(problem) || !mayRenew) throw problem;
      this.#signer.drop(terms);
      await this.#send(terms, slice, { mayRenew: false });
    }
  }
}
