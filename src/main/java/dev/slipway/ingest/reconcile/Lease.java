package dev.slipway.ingest.reconcile;

import dev.slipway.storage.ObjectKey;

/**
 * A comparison that is this worker's, for as long as it gives signs of life.
 *
 * @param holder tells this worker from every other, and from itself before
 * @param position everything up to here has been compared; null at the beginning
 * @param compared whether everything has
 */
record Lease(
    long id, String holder, ReconciliationRequest request, ObjectKey position, boolean compared) {
  static Lease of(Reconciliation row) {
    return new Lease(
        row.id,
        row.holder,
        new ReconciliationRequest(row.mode, row.deep, row.goneAllowed),
        row.position == null ? null : new ObjectKey(row.position),
        row.compared);
  }

  boolean repairs() {
    return request.mode() == Mode.REPAIR;
  }
}
