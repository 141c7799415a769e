package dev.slipway.reconcile;

import dev.slipway.storage.ObjectKey;

/**
 * A comparison that is this worker's, for as long as it gives signs of life.
 *
 * @param holder tells this worker from every other, and from itself before
 * @param position everything up to here has been compared; null at the beginning
 * @param compared whether everything has
 * @param heldBefore why the one before was held, where nobody has agreed; null in general
 */
record Lease(
    long id,
    String holder,
    ReconciliationRequest request,
    ObjectKey position,
    boolean compared,
    String previousHoldReason) {
  static Lease of(Reconciliation row, String heldBefore) {
    return new Lease(
        row.id,
        row.holder,
        new ReconciliationRequest(row.mode, row.deep, row.goneAllowed),
        row.position == null ? null : new ObjectKey(row.position),
        row.compared,
        heldBefore);
  }

  /** Whether all that is gone is needed: it is going to be looked at in the end. */
  boolean recordsAllGone() {
    return previousHoldReason == null || request.goneAllowed() > 0;
  }

  boolean isRepair() {
    return request.mode() == ReconciliationMode.REPAIR;
  }
}
