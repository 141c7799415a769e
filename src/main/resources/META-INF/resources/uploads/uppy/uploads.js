import { Problem } from "../../web/problem.js";
import { wait } from "../../web/wait.js";
import { randomIdempotencyKey, ServerUpload } from "../client/api.js";
import { fingerprint, mediaTypeOf } from "../client/opening.js";

/** Milliseconds before the second, third, … attempt. After the last, Uppy shows the error with a Retry button. */
const RETRY_DELAYS = [1_000, 2_000, 5_000, 10_000];

/** Uppy requires an ETag for each part. Slipway completes from the store's own list, so any text will do. */
const STORED_ETAG = "stored";

/**
 * Does with Slipway what Uppy would do with a store. For Uppy every upload is a multipart upload: a file
 * that goes in one PUT is a single part, signed with the URL of that PUT. So Uppy waits until Slipway has
 * confirmed the video, and can resume or abort any upload.
 */
export class UppyUploads {
  #api;
  #opener;
  #hasher;
  #uploads = new Map();

  /** @param partSettings {partsFrom, getChunkSize}: how Uppy divides files into parts */
  constructor({ api, hasher, partSettings }) {
    this.#api = api;
    this.#hasher = hasher;
    this.#opener = new UppyUploadOpener({ api, hasher, partSettings });
  }

  /** Opens an upload for one of Uppy's files: {uploadId, key}. */
  async create(file, signal) {
    const serverState = await this.#opener.open(file, signal);
    this.#uploads.set(serverState.id, this.#serverUpload(serverState));
    return { uploadId: serverState.id, key: serverState.key };
  }

  /** The signed request for a part: {url, headers}; null if the part is already stored. */
  async signPart(id, number, slice, signal) {
    const upload = await this.#findUpload(id, signal);
    const { status, method, partChecksums } = upload.serverState;
    if (status === "STORED") return null;
    if (method === "put") return this.#signSinglePut(upload, signal);
    const checksumSha256 = partChecksums ? await this.#hasher.hash(slice, { signal }) : undefined;
    const part = { number, size: slice.size, checksumSha256 };
    const [{ url, headers }] = await retryTransient(() => upload.signParts([part], signal), signal);
    return { url, headers };
  }

  /** The parts that needn't be sent: {number, etag} each. */
  async storedParts(id, signal) {
    const upload = await this.#findUpload(id, signal);
    const { status, method, partCount = 1, parts = [] } = await retryTransient(() => upload.fetchState(signal), signal);
    const complete = status === "STORED" || (method === "put" && (await retryTransient(() => upload.tryComplete(signal), signal)));
    return complete ? Array.from({ length: partCount }, (_, index) => ({ number: index + 1, etag: STORED_ETAG })) : parts;
  }

  /** Completes an upload and returns the video. */
  async complete(id, signal) {
    const video = await retryTransient(() => this.#api.complete(id, signal), signal);
    this.#forget(id);
    return video;
  }

  /** Aborts an upload, unless it has ended. */
  async abort(id) {
    const upload = this.#uploads.get(id) ?? this.#serverUpload({ id });
    this.#forget(id);
    await retryTransient(() => upload.abort());
  }

  // Uppy asks again after a failure, which may be the fault of the URL, so each URL is returned only once.
  async #signSinglePut(upload, signal) {
    const usable = !upload.needsUrl || (await retryTransient(() => upload.renewUrl(signal), signal));
    if (!usable) return this.#requireStored(upload, signal);
    const { put } = upload.serverState;
    upload.serverState = { ...upload.serverState, put: null };
    return put;
  }

  async #requireStored(upload, signal) {
    if (!(await retryTransient(() => upload.isStored(signal), signal))) throw new Problem("upload-closed");
    return null;
  }

  // Uppy's Golden Retriever resumes uploads that another page has opened.
  async #findUpload(id, signal) {
    if (!this.#uploads.has(id)) {
      const serverState = await retryTransient(() => this.#api.getUpload(id, signal), signal);
      this.#uploads.set(id, this.#serverUpload(serverState));
    }
    return this.#uploads.get(id);
  }

  #serverUpload(serverState) {
    return new ServerUpload(serverState, { api: this.#api });
  }

  #forget(id) {
    this.#uploads.delete(id);
    this.#opener.forget(id);
  }
}

/**
 * Opens uploads for Uppy's files. If the user pauses meanwhile, Uppy drops the response and asks again;
 * the same file then gets the same upload, even if its title has changed.
 */
class UppyUploadOpener {
  #api;
  #hasher;
  #partSettings;
  #requests = new WeakMap();
  #files = new Map();

  constructor({ api, hasher, partSettings }) {
    this.#api = api;
    this.#hasher = hasher;
    this.#partSettings = partSettings;
  }

  /** Returns the response of POST /api/uploads. */
  async open(file, signal) {
    const { data } = file;
    const facts = await this.#factsOf(file, signal);
    const { title, description, visibility } = file.meta;
    // Uppy's forms have text only.
    const tags = typeof file.meta.tags === "string" ? file.meta.tags.split(",") : file.meta.tags;
    const key = this.#idempotencyKeyFor(data, JSON.stringify(facts));
    const serverState = await retryTransient(() => this.#api.open({ ...facts, title, description, visibility, tags }, key), signal);
    this.#files.set(serverState.id, data);
    if (serverState.method === "put" && data.size > facts.partSize) throw await this.#rejectSinglePut(serverState);
    return serverState;
  }

  /** The upload has ended. Another upload of the same file gets another idempotency key. */
  forget(id) {
    this.#requests.delete(this.#files.get(id));
    this.#files.delete(id);
  }

  async #factsOf({ name, type, data }, signal) {
    const { size } = data;
    const { partsFrom, getChunkSize } = this.#partSettings;
    const { available } = this.#hasher;
    const hashWhole = size < partsFrom && available;
    return {
      fileName: name,
      contentType: mediaTypeOf({ name, type: type ?? "" }) ?? type,
      size,
      checksumSha256: hashWhole ? await this.#hasher.hash(data, { signal }) : undefined,
      // With it, the upload page recognises the file and can resume the upload.
      fingerprint: available ? await fingerprint(data, { hasher: this.#hasher, signal }) : undefined,
      partSize: getChunkSize(data),
      partChecksums: available,
    };
  }

  #idempotencyKeyFor(data, facts) {
    const last = this.#requests.get(data);
    const key = last?.facts === facts ? last.key : randomIdempotencyKey();
    this.#requests.set(data, { facts, key });
    return key;
  }

  async #rejectSinglePut({ id }) {
    this.forget(id);
    await retryTransient(() => this.#api.abort(id));
    const detail = "The server wants this file in one PUT. Set partsFrom of slipway() to the server's SLIPWAY_UPLOADS_PARTS_FROM.";
    return new Problem("part-invalid", { detail });
  }
}

/** Retries a call to Slipway after transient problems. Uppy itself retries never or without end. */
async function retryTransient(step, signal) {
  for (const delay of RETRY_DELAYS) {
    try {
      return await step();
    } catch (problem) {
      if (signal?.aborted || !problem.transient) throw problem;
      // Jitter keeps clients that failed at the same moment from retrying at the same moment.
      await wait(Math.max(problem.retryAfter * 1000, delay * (0.5 + Math.random())), signal);
    }
  }
  return step();
}
