import { Problem } from "../../web/problem.js";
import { fingerprint } from "./fingerprint.js";
import { randomKey } from "./randomKey.js";

/** Asks the application to take a file in, or takes up an upload that is open already. */
export class Opening {
  #file;
  #limit;
  #tools;
  #fingerprint = null;
  // The file is the same for each try, and so is its upload, whatever is said about it by then.
  #key = randomKey();

  /** SHA-256 of the whole file; null unless it was computed. */
  checksum = null;

  /** @param checksumLimit files below it may go in one PUT, so they are hashed as a whole */
  constructor(file, { checksumLimit, tools }) {
    this.#file = file;
    this.#limit = checksumLimit;
    this.#tools = tools;
  }

  /** Opens an upload; answers its terms. Each try carries what is said about the file by then. */
  async open(said, signal) {
    const { api, hasher, persist, tell } = this.#tools;
    await this.#check(signal);
    tell("asking");
    const { name: fileName, size } = this.#file;
    const [checksumSha256, print] = [this.checksum ?? undefined, await this.#print(signal)];
    const facts = { fileName, size, checksumSha256, fingerprint: print, partChecksums: hasher.available };
    // Without the signal: were the answer lost, there would be no id to give back.
    return persist(() => api.open({ ...facts, ...said() }, this.#key), signal);
  }

  /** Makes sure that an open upload is this file's, as far as a look at the file tells. */
  async ensureFits({ size, fingerprint: known }, signal) {
    const differs = size !== this.#file.size || (known && (await this.#print(signal)) !== known);
    if (differs && (size !== this.#file.size || this.#tools.hasher.available)) throw new Problem("file-differs");
  }

  async #check(signal) {
    const { claim, hasher, tally, tell } = this.#tools;
    const { size } = this.#file;
    if (this.checksum || !hasher.available || size >= this.#limit) return;
    tell("checking");
    const onProgress = (checked) => tally.checking(checked, size);
    this.checksum = await hasher.hash(this.#file, { claim, signal, onProgress });
  }

  async #print(signal) {
    const { hasher, claim } = this.#tools;
    if (hasher.available) this.#fingerprint ??= await fingerprint(this.#file, { hasher, claim, signal });
    return this.#fingerprint ?? undefined;
  }
}
