import { send as put } from "../client/send.js";

/** The options of Uppy 5: a function for each step, given the file. */
export class Steps {
  #uploads;
  #pageOf;
  #put;

  constructor(uploads, { pageOf, send = put }) {
    this.#uploads = uploads;
    this.#pageOf = pageOf;
    this.#put = send;
  }

  get options() {
    return {
      createMultipartUpload: (file, signal) => this.#uploads.create(file, signal),
      signPart: (file, part) => this.#sign(part),
      uploadPartBytes: (part) => this.#send(part),
      listParts: (file, { uploadId, signal }) => this.#list(uploadId, signal),
      completeMultipartUpload: (file, { uploadId, signal }) => this.#complete(uploadId, signal),
      abortMultipartUpload: (file, { uploadId }) => this.#uploads.abort(uploadId),
    };
  }

  // To Uppy a part that is there already is one that is sent to nowhere.
  async #sign({ uploadId, partNumber, body, signal }) {
    return (await this.#uploads.sign(uploadId, partNumber, body, signal)) ?? { url: null };
  }

  async #send({ signature, body, onProgress, onComplete, signal }) {
    const progress = (loaded) => onProgress({ loaded, lengthComputable: true });
    if (signature.url) await this.#exchange(signature, body, { signal, onProgress: progress });
    progress(body.size);
    onComplete("");
    // Slipway completes from the store's own list, and needs no ETags.
    return { ETag: "" };
  }

  async #exchange(signature, body, options) {
    try {
      await this.#put(signature, body, options);
    } catch (problem) {
      if (problem.code === "already-stored") return;
      throw forUppy(problem, options.signal);
    }
  }

  async #list(uploadId, signal) {
    const parts = await this.#uploads.parts(uploadId, signal);
    return parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
  }

  async #complete(uploadId, signal) {
    const video = await this.#uploads.complete(uploadId, signal);
    return { location: this.#pageOf(video), key: video.location.key, video };
  }
}

/** Uppy decides by `source.status` and this message whether to sign and send again. */
function forUppy(problem, signal) {
  if (signal?.aborted) return new DOMException("Aborted", "AbortError");
  const expired = problem.code === "url-expired";
  // As S3 says it, whatever this store did.
  const error = expired ? new Error("Request has expired") : problem;
  return Object.assign(error, { source: { status: expired ? 403 : problem.status } });
}
