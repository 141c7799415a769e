package dev.slipway.reconcile;

import dev.slipway.reconcile.ReconciliationRequest.Mode;
import dev.slipway.storage.ObjectKey;

/**
 * A worker's exclusive claim to a running reconciliation. It expires unless it is renewed.
 *
 * @param holder the random id of this claim
 * @param position the last key that has been compared; null at the beginning
 * @param compared whether all keys have been compared
 * @param previousHoldReason why the previous reconciliation is held, if nobody has approved it yet;
 *     else null
 */
record Lease(
    long id,
    String holder,
    ReconciliationRequest request,
    ObjectKey position,
    boolean compared,
    String previousHoldReason) {

  /** This worker must stop: it lost the lease, or the application is stopping. */
  static class RunStoppedException extends RuntimeException {
    RunStoppedException() {
      super(null, null, false, false);
    }
  }

  static Lease of(Reconciliation row, String previousHoldReason) {
    return new Lease(
        row.id,
        row.holder,
        new ReconciliationRequest(row.mode, row.deep, row.goneAllowed),
        row.position == null ? null : new ObjectKey(row.position),
        row.compared,
        previousHoldReason);
  }

  /**
   * Whether every missing object is recorded, without a limit. If the previous hold was not
   * approved, this run will be held too, and only some are recorded to be shown.
   */
  boolean recordsAllGone() {
    return previousHoldReason == null || request.goneAllowed() > 0;
  }

  boolean isRepair() {
    return request.mode() == Mode.REPAIR;
  }
}
