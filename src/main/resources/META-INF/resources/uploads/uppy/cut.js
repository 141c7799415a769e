const MIB = 1024 * 1024;

/** What stores take: no part but the last is smaller, and no upload has more parts. */
const SMALLEST = 5 * MIB;
const MOST_PARTS = 10_000;

/** Bytes of a file's parts, all but the last. Below a size the file is one part, which goes in one PUT. */
export function cut(size, { partsFrom, partSize }) {
  if (size < partsFrom) return Math.max(size, SMALLEST);
  return Math.max(partSize, SMALLEST, Math.ceil(size / MOST_PARTS / MIB) * MIB);
}
