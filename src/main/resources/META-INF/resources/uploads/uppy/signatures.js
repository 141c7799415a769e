import { Problem } from "../../web/problem.js";
import { PartPlan } from "../client/partPlan.js";
import { answer } from "./answer.js";

/**
 * The options of Uppy 6: it sends S3 requests itself, to URLs that `signRequest` gives. That function
 * is told an object key and no file, so each file is remembered by the key that it is asked under.
 */
export class Signatures {
  #uploads;
  #getChunkSize;
  #pageOf;
  #files = new Map();

  constructor(uploads, { getChunkSize, pageOf }) {
    this.#uploads = uploads;
    this.#getChunkSize = getChunkSize;
    this.#pageOf = pageOf;
  }

  get options() {
    return {
      generateObjectKey: (file) => this.#remember(file),
      signRequest: (request) => this.#sign(request),
    };
  }

  // Uppy asks for a key whenever it begins, and when it goes on with an upload that it has begun before.
  #remember(file) {
    this.#files.set(file.s3Multipart?.uploadId ?? file.id, file);
    return file.id;
  }

  async #sign({ method, key, uploadId, partNumber }) {
    if (partNumber) return this.#part(uploadId, partNumber);
    if (!uploadId) return this.#create(key);
    if (method === "GET") return this.#list(uploadId);
    return method === "DELETE" ? this.#abort(uploadId) : this.#complete(uploadId);
  }

  async #create(fileId) {
    const file = this.#files.get(fileId);
    const { uploadId, key } = await this.#uploads.create(file);
    this.#files.set(uploadId, file);
    return { key, url: answer({ InitiateMultipartUploadResult: { UploadId: uploadId } }) };
  }

  async #part(uploadId, number) {
    const { data } = this.#files.get(uploadId);
    const { slice } = new PartPlan(data, this.#getChunkSize(data)).part(number);
    const signed = await this.#uploads.sign(uploadId, number, slice);
    if (!signed) throw new Problem("upload-closed", { detail: "The file is stored already. Retry to see it." });
    return signed;
  }

  async #list(uploadId) {
    const parts = await this.#uploads.parts(uploadId);
    const Part = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
    return { url: answer({ ListPartsResult: { Part } }) };
  }

  async #complete(uploadId) {
    const video = await this.#uploads.complete(uploadId);
    this.#forget(uploadId);
    const result = { Location: this.#pageOf(video), Key: video.location.key, ETag: video.etag };
    return { url: answer({ CompleteMultipartUploadResult: result }) };
  }

  async #abort(uploadId) {
    this.#forget(uploadId);
    await this.#uploads.abort(uploadId);
    return { url: answer({}) };
  }

  #forget(uploadId) {
    this.#files.delete(this.#files.get(uploadId)?.id);
    this.#files.delete(uploadId);
  }
}
