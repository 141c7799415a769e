import { Problem } from "../../web/problem.js";
import { sendUntilAcknowledged } from "./retry.js";
import { needsNewSignature } from "./signedRequest.js";

/** The part number under which the byte counter counts a file that is sent in one PUT. */
const WHOLE_FILE = 1;

/** Sends a file with one PUT. */
export class SinglePutTransfer {
  #file;
  #upload;
  #context;
  #checksum;
  #attempted;

  /**
   * @param upload the ServerUpload
   * @param isNew whether nothing was sent yet
   * @param checksum with which the URL is signed; null if it isn't known any more
   */
  constructor(file, upload, { isNew, checksum, context }) {
    this.#file = file;
    this.#upload = upload;
    this.#context = context;
    this.#checksum = checksum;
    this.#attempted = !isNew;
  }

  /** Resolves when the store has acknowledged the file. */
  async send(signal) {
    const { withRetries, storeRequests, byteCounter, setPhase } = this.#context;
    byteCounter.reset();
    setPhase("uploading");
    const send = () => storeRequests.run(() => this.#attempt(signal), signal);
    await sendUntilAcknowledged(
      () => withRetries(send, signal),
      () => this.#isUnchanged(signal),
    );
    byteCounter.acknowledge(WHOLE_FILE, this.#file.size);
  }

  async #attempt(signal) {
    // The response to an earlier attempt may have been lost. Asking is cheaper than sending everything again.
    if (this.#attempted && (await this.#upload.tryComplete(signal))) return this.#countAsResumed();
    this.#attempted = true;
    if (this.#upload.needsUrl && !(await this.#upload.renewUrl(signal))) return this.#requireStored(signal);
    try {
      await this.#put(signal);
    } catch (problem) {
      if (!needsNewSignature(problem)) throw problem;
      if (!(await this.#upload.renewUrl(signal))) return this.#requireStored(signal);
      await this.#put(signal);
    }
  }

  async #put(signal) {
    const { send, byteCounter } = this.#context;
    const onProgress = (bytes) => byteCounter.recordSent(WHOLE_FILE, bytes);
    try {
      await send(this.#upload.serverState.put, this.#file, { signal, onProgress });
    } catch (problem) {
      // A URL stores one object at most, so these bytes have arrived before.
      if (problem.code === "already-stored") return;
      if (problem.code === "connection-lost") this.#upload.dropSuspectUrl();
      byteCounter.discardSent(WHOLE_FILE);
      throw problem;
    }
  }

  // The upload is closed. Either an earlier attempt has stored the bytes, or a new upload is necessary.
  async #requireStored(signal) {
    if (!(await this.#upload.isStored(signal))) throw new Problem("upload-closed");
    this.#countAsResumed();
  }

  #countAsResumed() {
    this.#context.byteCounter.reset([{ number: WHOLE_FILE, size: this.#file.size }]);
  }

  async #isUnchanged(signal) {
    const { hasher, requester } = this.#context;
    if (!this.#checksum) throw new Problem("file-differs");
    return (await hasher.hash(this.#file, { requester, signal })) === this.#checksum;
  }
}
