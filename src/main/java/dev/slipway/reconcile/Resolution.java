package dev.slipway.reconcile;

/**
 * A difference and the result of resolving it.
 *
 * @param videoId null if there is no row
 * @param detail an explanation for administrators, or null
 */
record Resolution(Difference difference, Drift.Outcome outcome, String videoId, String detail) {
  private static final String STORE_UNAVAILABLE =
      "The store doesn't respond to requests for this object";

  /** A difference that is resolved when the whole bucket has been compared. */
  static Resolution pending(Difference difference) {
    return new Resolution(difference, Drift.Outcome.PENDING, difference.videoId(), null);
  }

  static Resolution storeUnavailable(Difference difference) {
    return new Resolution(
        difference, Drift.Outcome.FAILED, difference.videoId(), STORE_UNAVAILABLE);
  }

  boolean isStoreUnavailable() {
    return STORE_UNAVAILABLE.equals(detail);
  }

  /** Whether the difference still existed when it was resolved. */
  boolean stillExisted() {
    return outcome != Drift.Outcome.SETTLED;
  }
}
