package dev.slipway.reconcile;

/**
 * A difference, and what became of it.
 *
 * @param detail for people, or null
 */
record Resolution(Difference difference, DriftOutcome outcome, String videoId, String detail) {
  private static final String STORE_UNAVAILABLE = "The store does not answer for this object";

  static Resolution pending(Difference difference) {
    return new Resolution(difference, DriftOutcome.PENDING, difference.videoId(), null);
  }

  static Resolution storeUnavailable(Difference difference) {
    return new Resolution(difference, DriftOutcome.FAILED, difference.videoId(), STORE_UNAVAILABLE);
  }

  boolean isStoreUnavailable() {
    return STORE_UNAVAILABLE.equals(detail);
  }

  boolean isDrift() {
    return outcome != DriftOutcome.SETTLED;
  }
}
