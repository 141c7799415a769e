package dev.slipway.catalogue.sync;

import dev.slipway.storage.ObjectKey;

/**
 * A current row, as far as it can be held against a listing of the bucket.
 *
 * @param size bytes
 * @param missing whether it says that its object is gone
 * @param deleted whether it stands for what must not be there
 */
public record CatalogueRow(
    ObjectKey key, String id, long size, String etag, boolean missing, boolean deleted) {
  CatalogueRow(String key, String id, long size, String etag, boolean missing, boolean deleted) {
    this(new ObjectKey(key), id, size, etag, missing, deleted);
  }

  /** Whether it says that its object is there. */
  public boolean isPresent() {
    return !missing && !deleted;
  }
}
