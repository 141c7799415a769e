package dev.slipway.catalogue.sync;

import dev.slipway.storage.ObjectKey;

/**
 * The current row of a key, with what can be compared with a listing of the bucket.
 *
 * @param size in bytes
 * @param missing whether the row says that its object isn't in the store
 * @param deleted whether the row is a tombstone: an object under its key has to be removed
 */
public record CatalogueRow(
    ObjectKey key, String id, long size, String etag, boolean missing, boolean deleted) {
  /** For the query. */
  CatalogueRow(String key, String id, long size, String etag, boolean missing, boolean deleted) {
    this(new ObjectKey(key), id, size, etag, missing, deleted);
  }

  /** Whether the row says that its object is in the store. */
  public boolean saysObjectExists() {
    return !missing && !deleted;
  }
}
