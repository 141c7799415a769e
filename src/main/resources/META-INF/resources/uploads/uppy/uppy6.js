import { Problem } from "../../web/problem.js";
import { FileParts } from "../client/multipart.js";

/**
 * The options of Uppy 6. It sends S3 requests itself, to URLs that `signRequest` returns. That function is
 * given an object key instead of a file, so each file is remembered under the key.
 */
export class Uppy6Options {
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
      signRequest: (request) => this.#signRequest(request),
    };
  }

  // Uppy asks for a key when it starts an upload and when it resumes one.
  #remember(file) {
    this.#files.set(file.s3Multipart?.uploadId ?? file.id, file);
    return file.id;
  }

  async #signRequest({ method, key, uploadId, partNumber }) {
    if (partNumber) return this.#signPart(uploadId, partNumber);
    if (!uploadId) return this.#create(key);
    if (method === "GET") return this.#listParts(uploadId);
    return method === "DELETE" ? this.#abort(uploadId) : this.#complete(uploadId);
  }

  async #create(fileId) {
    const file = this.#files.get(fileId);
    const { uploadId, key } = await this.#uploads.create(file);
    this.#files.set(uploadId, file);
    return { key, url: xmlDataUrl({ InitiateMultipartUploadResult: { UploadId: uploadId } }) };
  }

  async #signPart(uploadId, number) {
    const { data } = this.#files.get(uploadId);
    const { slice } = new FileParts(data, this.#getChunkSize(data)).part(number);
    const signed = await this.#uploads.signPart(uploadId, number, slice);
    if (!signed) throw new Problem("upload-closed", { detail: "The file is already stored. Press Retry to finish." });
    return signed;
  }

  async #listParts(uploadId) {
    const parts = await this.#uploads.storedParts(uploadId);
    const Part = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
    return { url: xmlDataUrl({ ListPartsResult: { Part } }) };
  }

  async #complete(uploadId) {
    const video = await this.#uploads.complete(uploadId);
    this.#forget(uploadId);
    const result = { Location: this.#pageOf(video), Key: video.location.key, ETag: video.etag };
    return { url: xmlDataUrl({ CompleteMultipartUploadResult: result }) };
  }

  async #abort(uploadId) {
    this.#forget(uploadId);
    await this.#uploads.abort(uploadId);
    return { url: xmlDataUrl({}) };
  }

  #forget(uploadId) {
    this.#files.delete(this.#files.get(uploadId)?.id);
    this.#files.delete(uploadId);
  }
}

/**
 * A data URL that contains the XML response of a store. Uppy 6 wants a URL for each request and reads XML
 * from it. Where Slipway has already done what the store would do, the URL itself is the response.
 *
 * @param content element names with their content: text, more elements, or a list of either
 */
function xmlDataUrl(content) {
  return `data:application/xml;charset=utf-8,${encodeURIComponent(toXml(content))}`;
}

function toXml(content) {
  if (typeof content !== "object") return escapeXml(String(content));
  const elements = Object.entries(content).flatMap(([name, inner]) => [inner].flat().map((each) => [name, each]));
  return elements.map(([name, inner]) => `<${name}>${toXml(inner)}</${name}>`).join("");
}

function escapeXml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
