import { basePath, requestJson } from "../web/json.js";
import { unfinished } from "./client/unfinished.js";

/**
 * The video that the user has already made of a file, among the hundred newest; null if there is none.
 * Copies are recognised by their fingerprint, so not all bytes are compared.
 *
 * @param isInQueue whether this page shows an upload, by its id
 */
export async function findStoredCopy(file, isInQueue) {
  const uploads = await requestJson("GET", `${basePath}/api/uploads?status=STORED`);
  const match = await unfinished.match(file, uploads.filter(({ id }) => !isInQueue(id)));
  return match ? findVideo(match.id) : null;
}

async function findVideo(id) {
  try {
    const video = await requestJson("GET", `${basePath}/api/videos/${id}`);
    return video.status === "DELETED" || video.deleteAfter ? null : video;
  } catch (problem) {
    // Deleted since.
    if (problem.code === "not-found") return null;
    throw problem;
  }
}
