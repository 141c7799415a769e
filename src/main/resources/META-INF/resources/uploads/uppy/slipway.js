import { Api } from "../client/api.js";
import { outside } from "../client/outside.js";
import { cut } from "./cut.js";
import { Openings } from "./openings.js";
import { persist } from "./persist.js";
import { Signatures } from "./signatures.js";
import { Steps } from "./steps.js";
import { Uploads } from "./uploads.js";

const MIB = 1024 * 1024;

/**
 * The options with which a stock Uppy uploads to Slipway: `uppy.use(AwsS3, slipway({ endpoint, token }))`.
 * They are those of Uppy 6 and those of Uppy 5, each of which ignores the other's. See docs/uppy.md.
 *
 * @param endpoint where the application is; "" for the page's own origin
 * @param token bearer token; the page's own session without one
 * @param partsFrom bytes from which on files go in parts; not below the server's SLIPWAY_UPLOADS_PARTS_FROM
 * @param partSize bytes of a part, from 5 MiB; it grows with the file
 */
export function slipway({ endpoint = "", token = null, partsFrom = 64 * MIB, partSize = 16 * MIB } = {}) {
  const getChunkSize = ({ size }) => cut(size, { partsFrom, partSize });
  const tools = { api: new Api({ endpoint, token }), hasher: outside.hasher, persist };
  const openings = new Openings({ ...tools, cut: { partsFrom, getChunkSize } });
  const uploads = new Uploads({ ...tools, openings });
  const pageOf = ({ id }) => new URL(`${endpoint}/videos/${id}`, location.origin).href;
  return {
    shouldUseMultipart: true,
    getChunkSize,
    ...new Signatures(uploads, { getChunkSize, pageOf }).options,
    ...new Steps(uploads, { pageOf }).options,
  };
}
