import { problemOf, REQUEST_TIMEOUT } from "../../web/json.js";
import { Problem } from "../../web/problem.js";
import { probeStore } from "../storeProbe.js";
import { parseMasterPlaylist } from "./masterPlaylist.js";
import { signedUrlIn } from "./renewedUrls.js";

/**
 * Asks why a stream broke off: the application for the playlist, which says nothing about the media, and then the store
 * for the rendition. Returns what the store says; see storeProbe.js. Rejects with the problem of the application.
 *
 * @param playlist the address of a master playlist, or of the playlist of a rendition
 */
export async function checkStream(playlist, { fetch = globalThis.fetch, probe = probeStore } = {}) {
  const text = await readPlaylist(playlist, fetch);
  const [largest] = parseMasterPlaylist(text, playlist);
  return largest ? checkStream(largest.url, { fetch, probe }) : probe(signedUrlIn(text));
}

async function readPlaylist(address, fetch) {
  const response = await fetch(address, { signal: AbortSignal.timeout(REQUEST_TIMEOUT) }).catch(reportLostConnection);
  if (!response.ok) throw await problemOf(response);
  return response.text().catch(reportLostConnection);
}

function reportLostConnection(error) {
  throw new Problem("connection-lost", { detail: error.message });
}
