import { Problem } from "../web/problem.js";

const SLICE = 4 * 1024 * 1024;

/**
 * SHA-256 of a whole file, in base64. The browser hashes only what lies in memory in one piece,
 * so this is for files up to a limit; reading is what takes the time, and what is reported.
 */
export async function checksum(file, { subtle = crypto.subtle, signal, onProgress = () => {} } = {}) {
  const bytes = new Uint8Array(file.size);
  for (let start = 0; start < file.size; start += SLICE) {
    signal?.throwIfAborted();
    bytes.set(await read(file.slice(start, start + SLICE)), start);
    onProgress(Math.min(start + SLICE, file.size));
  }
  const digest = await subtle.digest("SHA-256", bytes);
  signal?.throwIfAborted();
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
