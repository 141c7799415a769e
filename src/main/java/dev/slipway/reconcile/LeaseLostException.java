package dev.slipway.reconcile;

/** Somebody else goes on with the comparison, or nobody does. */
class LeaseLostException extends RuntimeException {
  LeaseLostException() {
    super(null, null, false, false);
  }
}
