import { Problem } from "../../web/problem.js";
import { randomIdempotencyKey } from "./api.js";

const MIB = 1024 * 1024;

/** Media types by file extension, for systems that don't know a file's type. */
const TYPES_BY_EXTENSION = {
  mp4: ["video/mp4"],
  m4v: ["video/x-m4v", "video/mp4"],
  mov: ["video/quicktime"],
  qt: ["video/quicktime"],
  webm: ["video/webm"],
  mkv: ["video/x-matroska"],
  avi: ["video/x-msvideo", "video/avi"],
  "3gp": ["video/3gpp"],
  "3g2": ["video/3gpp2"],
  mpg: ["video/mpeg"],
  mpeg: ["video/mpeg"],
  ts: ["video/mp2t"],
  mts: ["video/mp2t"],
  m2ts: ["video/mp2t"],
  ogv: ["video/ogg"],
};

/** The media type to declare for a file, out of the supported ones; null if none matches. */
export function mediaTypeOf(file, supported = Object.values(TYPES_BY_EXTENSION).flat()) {
  const type = file.type.split(";")[0].trim().toLowerCase();
  if (supported.includes(type)) return type;
  const extension = file.name.split(".").pop().toLowerCase();
  return TYPES_BY_EXTENSION[extension]?.find((candidate) => supported.includes(candidate)) ?? null;
}

/**
 * The fingerprint by which a file finds its unfinished upload: SHA-256, in base64, of the file's size in
 * decimal digits and its first, middle and last MiB. Name and time are left out, because they differ
 * between machines. The checksums of the parts prove that the file is really the same.
 */
export function fingerprint(file, { hasher, requester, signal }) {
  const middle = Math.max(0, Math.floor((file.size - MIB) / 2));
  const pieces = [0, middle, Math.max(0, file.size - MIB)].map((start) => file.slice(start, start + MIB));
  return hasher.hash(new Blob([String(file.size), ...pieces]), { requester, signal });
}

/** Opens an upload for a file, or checks that an open upload is for this file. */
export class UploadOpener {
  #file;
  #checksumLimit;
  #context;
  #fingerprint = null;
  // The same for each attempt, even if the user changes the details in between.
  #idempotencyKey = randomIdempotencyKey();

  /** SHA-256 of the whole file; null if it wasn't computed. */
  checksum = null;

  /** @param checksumLimit smaller files may be sent in one PUT, so they are hashed as a whole */
  constructor(file, { checksumLimit, context }) {
    this.#file = file;
    this.#checksumLimit = checksumLimit;
    this.#context = context;
  }

  /**
   * Opens an upload and returns the response of POST /api/uploads.
   *
   * @param currentDetails returns title, description and so on; called for each attempt, since they may change
   */
  async open(currentDetails, signal) {
    const { api, hasher, withRetries, setPhase } = this.#context;
    await this.#computeChecksum(signal);
    setPhase("preparing");
    const { name: fileName, size } = this.#file;
    const facts = {
      fileName,
      size,
      checksumSha256: this.checksum ?? undefined,
      fingerprint: await this.#computeFingerprint(signal),
      partChecksums: hasher.available,
    };
    // The signal doesn't abort the request: without its response there would be no id to abort the upload with.
    return withRetries(() => api.open({ ...facts, ...currentDetails() }, this.#idempotencyKey), signal);
  }

  /** Throws `file-differs` unless an open upload is for this file, by its size and, if the browser can hash, its fingerprint. */
  async requireSameFile({ size, fingerprint: expected }, signal) {
    const differs = size !== this.#file.size || (expected && (await this.#computeFingerprint(signal)) !== expected);
    if (differs && (size !== this.#file.size || this.#context.hasher.available)) throw new Problem("file-differs");
  }

  async #computeChecksum(signal) {
    const { requester, hasher, byteCounter, setPhase } = this.#context;
    const { size } = this.#file;
    if (this.checksum || !hasher.available || size >= this.#checksumLimit) return;
    setPhase("checking");
    const onProgress = (checked) => byteCounter.recordChecked(checked, size);
    this.checksum = await hasher.hash(this.#file, { requester, signal, onProgress });
  }

  async #computeFingerprint(signal) {
    const { hasher, requester } = this.#context;
    if (hasher.available) this.#fingerprint ??= await fingerprint(this.#file, { hasher, requester, signal });
    return this.#fingerprint ?? undefined;
  }
}
