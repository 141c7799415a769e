import { fingerprint } from "./fingerprint.js";

/** The open upload that a chosen file is to finish; null when there is none. */
export async function match(file, unfinished, { hasher }) {
  const candidates = unfinished.filter(({ size }) => size === file.size);
  if (candidates.length === 0) return null;
  if (!hasher.available) return candidates.find((upload) => fitsUnseen(upload, file)) ?? null;
  const own = await fingerprint(file, { hasher });
  return candidates.find((upload) => upload.fingerprint === own) ?? null;
}

// Nobody can look into the file here, so it has to be an upload that asks for no checksums.
function fitsUnseen({ fileName, fingerprint: known, partChecksums }, { name }) {
  return fileName === name && !known && !partChecksums;
}
