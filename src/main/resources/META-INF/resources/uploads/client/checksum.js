import { Problem } from "../../web/problem.js";

const SLICE = 4 * 1024 * 1024;

/**
 * SHA-256 of a blob, in base64. The browser hashes only what lies in memory in one piece, so this is
 * for parts, and for files up to a limit; reading is what takes the time, and what is reported.
 */
export async function checksum(blob, { subtle = crypto.subtle, onProgress = () => {} } = {}) {
  const bytes = new Uint8Array(blob.size);
  for (let start = 0; start < blob.size; start += SLICE) {
    bytes.set(await read(blob.slice(start, start + SLICE)), start);
    onProgress(Math.min(start + SLICE, blob.size));
  }
  const digest = await subtle.digest("SHA-256", bytes);
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

async function read(slice) {
  try {
    return new Uint8Array(await slice.arrayBuffer());
  } catch (error) {
    // A file that changed or went away after it was chosen.
    throw new Problem("file-unreadable", { detail: error.message });
  }
}
