package dev.slipway.reconcile;

import dev.slipway.catalogue.sync.CatalogueRow;
import dev.slipway.storage.ListedObject;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import java.util.Map;
import java.util.Optional;

/**
 * What listing and catalogue say of one key.
 *
 * @param object null where the listing has none
 * @param row null where the catalogue has none
 */
record ComparedKey(ListedObject object, CatalogueRow row) {
  ObjectKey key() {
    return object == null ? row.key() : object.key();
  }

  /** Whether a promise could explain an object that has no row. */
  Optional<RandomId> possibleUploadId() {
    return row == null ? key().sourceId() : Optional.empty();
  }

  /**
   * @param withdrawn the uploads that are known, and whether they were given up
   */
  Optional<Difference> findDifference(Map<RandomId, Boolean> withdrawn) {
    if (row == null) {
      return Optional.of(new Difference(kindWithoutRow(withdrawn), key(), null));
    }
    return kindWithRow().map(kind -> new Difference(kind, key(), row.id()));
  }

  private DriftKind kindWithoutRow(Map<RandomId, Boolean> withdrawn) {
    return possibleUploadId()
        .map(withdrawn::get)
        .map(givenUp -> givenUp ? DriftKind.UNWANTED : DriftKind.MISSED)
        .orElse(DriftKind.ORPHAN);
  }

  private Optional<DriftKind> kindWithRow() {
    if (object == null) {
      return row.isPresent() ? Optional.of(DriftKind.GONE) : Optional.empty();
    }
    if (row.deleted()) {
      return Optional.of(DriftKind.UNWANTED);
    }
    return row.isPresent() && rowMatchesObject()
        ? Optional.empty()
        : Optional.of(DriftKind.CHANGED);
  }

  private boolean rowMatchesObject() {
    return row.size() == object.size() && row.etag().equals(object.etag());
  }
}
