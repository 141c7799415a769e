import { Problem } from "../../web/problem.js";
import { Api, ServerUpload } from "./api.js";
import { defaultEnvironment } from "./environment.js";
import { lockedUploads } from "./localUploads.js";
import { fingerprint } from "./opening.js";
import { Upload } from "./upload.js";

/** The newest open uploads that the server lists. With fewer, all others have ended. */
const MAX_LISTED = 100;

/** The account's open uploads, as other pages, tabs and machines left them. Described in docs/client.md. */
export const unfinished = {
  /** The same as `Upload.unfinished`. This browser forgets the uploads that have ended elsewhere. */
  async list(options = {}) {
    const { endpoint = "", token } = options;
    const remembered = (await defaultEnvironment.memory.list()).filter((entry) => entry.endpoint === endpoint);
    const uploads = await Upload.unfinished(options);
    // With tokens, this browser may remember uploads of several accounts.
    if (!token && uploads.length < MAX_LISTED) await forgetEnded(remembered, uploads);
    return uploads;
  },

  /**
   * The upload that a chosen file resumes; null if there is none.
   *
   * @param chosenFor whether the user has chosen the file for the upload. Then the name is enough if another
   * program opened the upload without a fingerprint, and the stored bytes can be compared.
   */
  async match(file, uploads, { chosenFor = false } = {}) {
    const { hasher } = defaultEnvironment;
    const candidates = uploads.filter(({ size }) => size === file.size);
    if (candidates.length === 0) return null;
    if (!hasher.available) return candidates.find((upload) => matchesByName(upload, file)) ?? null;
    const own = await fingerprint(file, { hasher });
    const isChosen = (upload) => chosenFor && !upload.fingerprint && upload.fileName === file.name && isVerifiable(upload);
    return candidates.find((upload) => upload.fingerprint === own) ?? candidates.find(isChosen) ?? null;
  },

  /** The handle of an upload's file, if this browser has stored one; null otherwise. */
  handleOf(id) {
    return defaultEnvironment.memory.handleOf(id);
  },

  /**
   * Aborts an upload without its file. Returns false if it's too late because the bytes are stored;
   * rejects with `open-elsewhere` while a tab is sending the upload.
   */
  async abort(id, options) {
    const releaseLock = await defaultEnvironment.lock(id);
    if (!releaseLock) throw new Problem("open-elsewhere");
    try {
      const aborted = await new ServerUpload({ id }, { api: new Api(options) }).abort();
      await defaultEnvironment.memory.forget(id);
      return aborted;
    } finally {
      await releaseLock();
    }
  },
};

// They ended elsewhere, or after this browser's tab was closed.
async function forgetEnded(remembered, open) {
  const known = new Set([...(await lockedUploads()), ...open.map(({ id }) => id)]);
  const ended = remembered.filter(({ id }) => !known.has(id));
  await Promise.all(ended.map(({ id }) => defaultEnvironment.memory.forget(id)));
}

// The whole file is sent again, or the checksums of the stored parts are compared with it.
function isVerifiable({ method, partChecksums }) {
  return method === "put" || partChecksums;
}

// Without hashing the file can't be verified, so only uploads that need no checksums qualify.
function matchesByName({ fileName, fingerprint, partChecksums }, { name }) {
  return fileName === name && !fingerprint && !partChecksums;
}
