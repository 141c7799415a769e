package dev.slipway.ingest.reconcile;

/** How a key's object and row differ. */
public enum DriftKind {
  /** An object that was promised, and that nobody announced. */
  MISSED,
  /** An object that nobody promised: another tool put it there, or the promise is lost. */
  ORPHAN,
  /** A row whose object is not there. */
  GONE,
  /** A row that says another size, ETag or checksum, or that the object is not there. */
  CHANGED,
  /** An object under the key of what was given up or deleted. */
  UNWANTED
}
