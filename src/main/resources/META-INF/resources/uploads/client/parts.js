import { Problem } from "../../web/problem.js";
import { Checksums } from "./checksums.js";
import { lanes } from "./lanes.js";
import { PartPlan } from "./partPlan.js";
import { PartSender } from "./partSender.js";
import { verify } from "./verify.js";

/** Bytes that are hashed ahead of those that are sent; but a few parts always, and never all too many. */
const AHEAD = 256 * 1024 * 1024;
const LEAST_LANES = 6;
const MOST_LANES = 20;
const OVER = ["upload-vanished", "upload-closed"];

/** Sends a file in parts to a multipart upload: those that the store does not hold. */
export class Parts {
  #permit;
  #tools;
  #fresh;
  #plan;
  #checksums;
  #acknowledged = new Set();

  /** @param fresh whether the store is known to hold nothing yet */
  constructor(file, permit, { fresh, tools }) {
    this.#permit = permit;
    this.#tools = tools;
    this.#fresh = fresh;
    this.#plan = new PartPlan(file, permit.terms.partSize);
    const hasher = permit.terms.partChecksums === false ? { available: false } : tools.hasher;
    this.#checksums = new Checksums({ hasher, claim: tools.claim });
  }

  /** Resolves when the store holds every part, or the whole object already. */
  async send(signal) {
    try {
      const held = this.#fresh ? [] : await this.#held(signal);
      this.#fresh = false;
      await this.#sendMissing(held, signal);
    } catch (problem) {
      if (problem.code === "part-conflict") throw new Problem("file-differs", problem);
      if (!OVER.includes(problem.code) || !(await this.#arrived(signal))) throw problem;
    }
  }

  /** The parts that need not be sent. */
  async #held(signal) {
    const { tally, tell, persist } = this.#tools;
    tell("asking");
    const { status, parts } = await persist(() => this.#permit.ask(signal), signal);
    if (status !== "OPEN") throw new Problem("upload-closed");
    const own = await this.#intact(parts.filter(({ number }) => this.#acknowledged.has(number)), signal);
    const others = parts.filter(({ number }) => !this.#acknowledged.has(number));
    if (others.length > 0) tell("checking");
    return [...own, ...(await verify(others, this.#plan, { checksums: this.#checksums, tally, signal }))];
  }

  // Of those that this page has sent the checksums are known. One that has changed is sent again.
  async #intact(own, signal) {
    const sent = own.map(({ number }) => this.#plan.part(number));
    const checksums = await Promise.all(sent.map((part) => this.#checksums.of(part, signal)));
    return own.filter(({ size, checksumSha256 }, index) => {
      const known = checksumSha256 && checksums[index];
      return size === sent[index].size && (!known || checksumSha256 === known);
    });
  }

  async #sendMissing(held, signal) {
    const { tally, tell } = this.#tools;
    tally.reset(held);
    tell("uploading");
    const numbers = new Set(held.map(({ number }) => number));
    const missing = this.#plan.parts.filter(({ number }) => !numbers.has(number));
    await lanes(missing, this.#lanes, (either) => this.#deliverer(missing.length, either), signal);
  }

  #deliverer(count, signal) {
    const common = { checksums: this.#checksums, tools: this.#tools, signal };
    const sender = new PartSender(this.#permit, { count, atOnce: this.#lanes, ...common });
    return async (part) => {
      await sender.deliver(part);
      this.#acknowledged.add(part.number);
    };
  }

  get #lanes() {
    return Math.max(LEAST_LANES, Math.min(MOST_LANES, Math.floor(AHEAD / this.#permit.terms.partSize)));
  }

  #arrived(signal) {
    return this.#tools.persist(() => this.#permit.used(signal), signal);
  }
}
