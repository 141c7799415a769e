import { Problem } from "../../web/problem.js";
import { runInParallel } from "./concurrency.js";
import { PartChecksums } from "./hasher.js";
import { PartSigner } from "./partSigner.js";
import { sendUntilAcknowledged } from "./retry.js";
import { needsNewSignature } from "./signedRequest.js";

/** Bytes of the parts that are hashed, signed or sent at the same time, and the limits for their number. */
const BYTES_IN_PROGRESS = 256 * 1024 * 1024;
const MIN_PARTS_IN_PROGRESS = 6;
const MAX_PARTS_IN_PROGRESS = 20;
/** Stored parts that are compared with the file at once. */
const PARTS_VERIFIED_AT_ONCE = 2;
/** The upload has ended, perhaps because it was completed. */
const ENDED_CODES = ["upload-vanished", "upload-closed"];

/** Divides a file into parts. All parts but the last have the same size. Numbers start at 1. */
export class FileParts {
  #file;
  #partSize;

  constructor(file, partSize) {
    this.#file = file;
    this.#partSize = partSize;
  }

  get count() {
    return Math.ceil(this.#file.size / this.#partSize);
  }

  /** A part: {number, size, slice}. The slice is a reference; its bytes are read when they are needed. */
  part(number) {
    const start = (number - 1) * this.#partSize;
    const end = Math.min(start + this.#partSize, this.#file.size);
    return { number, size: end - start, slice: this.#file.slice(start, end) };
  }

  get all() {
    return Array.from({ length: this.count }, (_, index) => this.part(index + 1));
  }
}

/** Sends to a multipart upload the parts that the store doesn't have yet. */
export class MultipartTransfer {
  #upload;
  #context;
  #isNew;
  #fileParts;
  #checksums;
  #acknowledged = new Set();

  /**
   * @param upload the ServerUpload
   * @param isNew whether the store is known to have no parts yet
   */
  constructor(file, upload, { isNew, context }) {
    this.#upload = upload;
    this.#context = context;
    this.#isNew = isNew;
    this.#fileParts = new FileParts(file, upload.serverState.partSize);
    // Without part checksums, a browser that couldn't hash has opened it, and no part may have one.
    const hasher = upload.serverState.partChecksums === false ? { available: false } : context.hasher;
    this.#checksums = new PartChecksums({ hasher, requester: context.requester });
  }

  /** Resolves when the store has all parts, or already the whole object. */
  async send(signal) {
    try {
      const storedParts = this.#isNew ? [] : await this.#findPartsToKeep(signal);
      this.#isNew = false;
      await this.#sendMissingParts(storedParts, signal);
    } catch (problem) {
      if (problem.code === "part-conflict") throw new Problem("file-differs", problem);
      if (!ENDED_CODES.includes(problem.code) || !(await this.#isStored(signal))) throw problem;
    }
  }

  /** The parts that needn't be sent. */
  async #findPartsToKeep(signal) {
    const { setPhase, withRetries } = this.#context;
    setPhase("preparing");
    const { status, parts } = await withRetries(() => this.#upload.fetchState(signal), signal);
    if (status !== "OPEN") throw new Problem("upload-closed");
    const sentHere = parts.filter(({ number }) => this.#acknowledged.has(number));
    const others = parts.filter(({ number }) => !this.#acknowledged.has(number));
    const intact = await this.#findIntactParts(sentHere, signal);
    if (others.length > 0) setPhase("checking");
    return [...intact, ...(await this.#verifyParts(others, signal))];
  }

  // The checksums of the parts that this page has sent are known. A part that differs now is sent again.
  async #findIntactParts(storedParts, signal) {
    const ownParts = storedParts.map(({ number }) => this.#fileParts.part(number));
    const checksums = await Promise.all(ownParts.map((part) => this.#checksums.of(part, signal)));
    return storedParts.filter(({ size, checksumSha256 }, index) => {
      const comparable = checksumSha256 && checksums[index];
      return size === ownParts[index].size && (!comparable || checksumSha256 === checksums[index]);
    });
  }

  /**
   * Compares the parts that another page has sent with the local file, before anything is sent: the object
   * must not mix parts of two files. Returns the parts that needn't be sent; those without a checksum must be.
   */
  async #verifyParts(storedParts, signal) {
    const hasSameSize = ({ number, size }) => this.#fileParts.part(number).size === size;
    const comparable = storedParts.filter((part) => part.checksumSha256 && hasSameSize(part));
    const bytesToCheck = comparable.reduce((sum, { size }) => sum + size, 0);
    let bytesChecked = 0;
    const createTask = (taskSignal) => async (part) => {
      const checksum = await this.#checksums.of(this.#fileParts.part(part.number), taskSignal);
      if (checksum !== part.checksumSha256) throw new Problem("file-differs", { detail: `Part ${part.number} differs.` });
      this.#context.byteCounter.recordChecked((bytesChecked += part.size), bytesToCheck);
    };
    await runInParallel(comparable, PARTS_VERIFIED_AT_ONCE, createTask, signal);
    return comparable;
  }

  async #sendMissingParts(storedParts, signal) {
    const { byteCounter, setPhase } = this.#context;
    byteCounter.reset(storedParts);
    setPhase("uploading");
    const storedNumbers = new Set(storedParts.map(({ number }) => number));
    const missing = this.#fileParts.all.filter(({ number }) => !storedNumbers.has(number));
    const createTask = (taskSignal) => this.#createSendTask(missing.length, taskSignal);
    await runInParallel(missing, this.#partsInProgress, createTask, signal);
  }

  #createSendTask(count, signal) {
    const common = { checksums: this.#checksums, context: this.#context, signal };
    const sender = new PartSender(this.#upload, { count, concurrency: this.#partsInProgress, ...common });
    return async (part) => {
      await sender.send(part);
      this.#acknowledged.add(part.number);
    };
  }

  get #partsInProgress() {
    const fitting = Math.floor(BYTES_IN_PROGRESS / this.#upload.serverState.partSize);
    return Math.max(MIN_PARTS_IN_PROGRESS, Math.min(MAX_PARTS_IN_PROGRESS, fitting));
  }

  #isStored(signal) {
    return this.#context.withRetries(() => this.#upload.isStored(signal), signal);
  }
}

/** Hashes, signs and sends parts. */
class PartSender {
  #context;
  #checksums;
  #signer;
  #signal;

  /**
   * @param count number of parts to send
   * @param concurrency number of parts that are processed at once
   */
  constructor(upload, { count, concurrency, checksums, context, signal }) {
    this.#context = context;
    this.#checksums = checksums;
    this.#signal = signal;
    const signParts = (parts) => context.withRetries(() => upload.signParts(parts, signal), signal);
    this.#signer = new PartSigner(signParts, { count, concurrency, signal });
  }

  /** Resolves when the store has acknowledged the part. */
  async send(part) {
    const { withRetries, storeRequests, byteCounter } = this.#context;
    const { number, size, slice } = part;
    const signal = this.#signal;
    const description = { number, size, checksumSha256: await this.#checksums.of(part, signal) };
    await this.#signer.sign(description);
    const send = () => storeRequests.run(() => this.#attempt(description, slice), signal);
    await sendUntilAcknowledged(
      () => withRetries(send, signal),
      () => this.#checksums.isUnchanged(part, signal),
    );
    this.#signer.drop(description);
    byteCounter.acknowledge(number, size);
  }

  async #attempt(description, slice, { mayRenew = true } = {}) {
    const { send, byteCounter } = this.#context;
    const onProgress = (bytes) => byteCounter.recordSent(description.number, bytes);
    try {
      await send(await this.#signer.signedRequest(description), slice, { signal: this.#signal, onProgress });
    } catch (problem) {
      byteCounter.discardSent(description.number);
      if (problem.code === "connection-lost") this.#signer.dropSuspect(description);
      if (!needsNewSignature(problem) || !mayRenew) throw problem;
      this.#signer.drop(description);
      await this.#attempt(description, slice, { mayRenew: false });
    }
  }
}
