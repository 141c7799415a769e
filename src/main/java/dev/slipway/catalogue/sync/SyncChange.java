package dev.slipway.catalogue.sync;

/** What a look at a key changed. */
public enum SyncChange {
  /** The catalogue agreed with the store already. */
  NOTHING,
  /** A row was written for an object that had none. */
  CATALOGUED,
  /** Other bytes stand under the key: the next generation was written. */
  REPLACED,
  /** The row said another size or checksum of the same object. */
  CORRECTED,
  /** A row that belonged to nobody has an owner: the account that the object names exists now. */
  CLAIMED,
  /** The object of a row is there again. */
  FOUND,
  /** The object of a row is gone. */
  MISSING,
  /** The object stood under the key of something given up, and was removed. */
  REMOVED
}
