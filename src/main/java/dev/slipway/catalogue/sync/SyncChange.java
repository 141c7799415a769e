package dev.slipway.catalogue.sync;

/** The change that a catalogue sync of a key made. */
public enum SyncChange {
  /** The catalogue already agreed with the store. */
  NOTHING,
  /** The object had no row; one was written. */
  CATALOGUED,
  /** The object under the key is a different one; the next generation was written. */
  REPLACED,
  /** The row had a wrong size or checksum of the same object, or the object is a copy of it. */
  CORRECTED,
  /** The row had no owner; the account that the object's metadata names exists now. */
  CLAIMED,
  /** The object of a row that was marked as missing is in the store again. */
  FOUND,
  /** The object of the row isn't in the store. */
  MISSING,
  /**
   * The object had the key of an aborted upload or deleted video, and was removed. Or it was
   * deleted with a signed URL and stored again, so that it is removed now.
   */
  REMOVED
}
