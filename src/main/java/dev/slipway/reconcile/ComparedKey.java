package dev.slipway.reconcile;

import dev.slipway.catalogue.sync.CatalogueRow;
import dev.slipway.storage.ListedObject;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import java.util.Map;
import java.util.Optional;

/**
 * What the listing and the catalogue say about one key.
 *
 * @param object null if the listing has no such object
 * @param row null if the catalogue has no such row
 */
record ComparedKey(ListedObject object, CatalogueRow row) {
  ObjectKey key() {
    return object == null ? row.key() : object.key();
  }

  /** Returns the id of the upload that may explain an object without a row. */
  Optional<RandomId> possibleUploadId() {
    return row == null ? key().uploadId() : Optional.empty();
  }

  /**
   * Returns how object and row differ, as far as the listing shows it.
   *
   * @param abortedById for each known upload, whether it was aborted
   */
  Optional<Difference> findDifference(Map<RandomId, Boolean> abortedById) {
    if (row == null) {
      return Optional.of(new Difference(kindWithoutRow(abortedById), key(), null));
    }
    return kindWithRow().map(kind -> new Difference(kind, key(), row.id()));
  }

  private DriftKind kindWithoutRow(Map<RandomId, Boolean> abortedById) {
    return possibleUploadId()
        .map(abortedById::get)
        .map(aborted -> aborted ? DriftKind.UNWANTED : DriftKind.MISSED)
        .orElse(DriftKind.ORPHAN);
  }

  private Optional<DriftKind> kindWithRow() {
    if (object == null) {
      return row.saysObjectExists() ? Optional.of(DriftKind.GONE) : Optional.empty();
    }
    if (row.deleted()) {
      return Optional.of(DriftKind.UNWANTED);
    }
    return row.saysObjectExists() && rowMatchesObject()
        ? Optional.empty()
        : Optional.of(DriftKind.CHANGED);
  }

  private boolean rowMatchesObject() {
    return row.size() == object.size() && row.etag().equals(object.etag());
  }
}
