import { Api } from "../client/api.js";
import { defaultEnvironment } from "../client/environment.js";
import { UppyUploads } from "./uploads.js";
import { Uppy5Options } from "./uppy5.js";
import { Uppy6Options } from "./uppy6.js";

const MIB = 1024 * 1024;
/** Limits of S3: no part but the last is smaller, and no upload has more parts. */
const MIN_PART_SIZE = 5 * MIB;
const MAX_PARTS = 10_000;

/**
 * The options with which an unmodified Uppy uploads to Slipway: `uppy.use(AwsS3, slipway({ endpoint, token }))`.
 * They contain the options of Uppy 6 and of Uppy 5; each version ignores those of the other. Described in
 * docs/uppy.md.
 *
 * @param endpoint address of the application; "" for the page's own origin
 * @param token bearer token; without one, the page's session is used
 * @param partsFrom size in bytes from which files are sent in parts; at least the server's SLIPWAY_UPLOADS_PARTS_FROM
 * @param partSize bytes of a part, at least 5 MiB; larger for files that would have too many parts
 */
export function slipway({ endpoint = "", token = null, partsFrom = 64 * MIB, partSize = 16 * MIB } = {}) {
  const getChunkSize = ({ size }) => partSizeFor(size, { partsFrom, partSize });
  const partSettings = { partsFrom, getChunkSize };
  const uploads = new UppyUploads({ api: new Api({ endpoint, token }), hasher: defaultEnvironment.hasher, partSettings });
  const pageOf = ({ id }) => new URL(`${endpoint}/videos/${id}`, location.origin).href;
  return {
    shouldUseMultipart: true,
    getChunkSize,
    ...new Uppy6Options(uploads, { getChunkSize, pageOf }).options,
    ...new Uppy5Options(uploads, { pageOf }).options,
  };
}

/** Bytes of all parts of a file but the last. A file that is sent in one PUT is a single part. */
function partSizeFor(size, { partsFrom, partSize }) {
  if (size < partsFrom) return Math.max(size, MIN_PART_SIZE);
  return Math.max(partSize, MIN_PART_SIZE, Math.ceil(size / MAX_PARTS / MIB) * MIB);
}
