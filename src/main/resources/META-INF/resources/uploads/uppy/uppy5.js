import { sendSignedRequest } from "../client/signedRequest.js";

/** The options of Uppy 5: one function per step, which is given the file. */
export class Uppy5Options {
  #uploads;
  #pageOf;
  #send;

  constructor(uploads, { pageOf, send = sendSignedRequest }) {
    this.#uploads = uploads;
    this.#pageOf = pageOf;
    this.#send = send;
  }

  get options() {
    return {
      createMultipartUpload: (file, signal) => this.#uploads.create(file, signal),
      signPart: (file, part) => this.#signPart(part),
      uploadPartBytes: (part) => this.#uploadPart(part),
      listParts: (file, { uploadId, signal }) => this.#listParts(uploadId, signal),
      completeMultipartUpload: (file, { uploadId, signal }) => this.#complete(uploadId, signal),
      abortMultipartUpload: (file, { uploadId }) => this.#uploads.abort(uploadId),
    };
  }

  // A part that is already stored has no URL; uploadPartBytes then sends nothing.
  async #signPart({ uploadId, partNumber, body, signal }) {
    return (await this.#uploads.signPart(uploadId, partNumber, body, signal)) ?? { url: null };
  }

  async #uploadPart({ signature, body, onProgress, onComplete, signal }) {
    const reportProgress = (loaded) => onProgress({ loaded, lengthComputable: true });
    if (signature.url) await this.#sendPart(signature, body, { signal, onProgress: reportProgress });
    reportProgress(body.size);
    onComplete("");
    // Slipway completes the upload from the store's own list and needs no ETags.
    return { ETag: "" };
  }

  async #sendPart(signature, body, options) {
    try {
      await this.#send(signature, body, options);
    } catch (problem) {
      if (problem.code === "already-stored") return;
      throw toUppyError(problem, options.signal);
    }
  }

  async #listParts(uploadId, signal) {
    const parts = await this.#uploads.storedParts(uploadId, signal);
    return parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
  }

  async #complete(uploadId, signal) {
    const video = await this.#uploads.complete(uploadId, signal);
    return { location: this.#pageOf(video), key: video.location.key, video };
  }
}

/** Uppy decides by `source.status` and this message whether to sign and send a part again. */
function toUppyError(problem, signal) {
  if (signal?.aborted) return new DOMException("Aborted", "AbortError");
  const expired = problem.code === "url-expired";
  // The status and message of S3; other stores answer differently.
  const error = expired ? new Error("Request has expired") : problem;
  return Object.assign(error, { source: { status: expired ? 403 : problem.status } });
}
