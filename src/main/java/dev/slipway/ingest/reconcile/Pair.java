package dev.slipway.ingest.reconcile;

import dev.slipway.catalogue.InventoryRow;
import dev.slipway.storage.ListedObject;
import dev.slipway.storage.ObjectId;
import dev.slipway.storage.ObjectKey;
import java.util.Map;
import java.util.Optional;

/**
 * What listing and catalogue say of one key.
 *
 * @param object null where the listing has none
 * @param row null where the catalogue has none
 */
record Pair(ListedObject object, InventoryRow row) {
  ObjectKey key() {
    return object == null ? row.key() : object.key();
  }

  /** Whether a promise could explain an object that has no row. */
  Optional<ObjectId> unexplained() {
    return row == null ? key().sourceId() : Optional.empty();
  }

  /**
   * @param withdrawn the uploads that are known, and whether they were given up
   */
  Optional<Difference> difference(Map<ObjectId, Boolean> withdrawn) {
    if (row == null) {
      return Optional.of(new Difference(unannounced(withdrawn), key(), null));
    }
    return kind().map(kind -> new Difference(kind, key(), row.id()));
  }

  private DriftKind unannounced(Map<ObjectId, Boolean> withdrawn) {
    return unexplained()
        .map(withdrawn::get)
        .map(givenUp -> givenUp ? DriftKind.UNWANTED : DriftKind.MISSED)
        .orElse(DriftKind.ORPHAN);
  }

  private Optional<DriftKind> kind() {
    if (object == null) {
      return row.isPresent() ? Optional.of(DriftKind.GONE) : Optional.empty();
    }
    if (row.deleted()) {
      return Optional.of(DriftKind.UNWANTED);
    }
    return row.isPresent() && describesObject() ? Optional.empty() : Optional.of(DriftKind.CHANGED);
  }

  private boolean describesObject() {
    return row.size() == object.size() && row.etag().equals(object.etag());
  }
}
