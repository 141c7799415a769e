package dev.slipway.ingest.reconcile;

/**
 * A difference, and what became of it.
 *
 * @param detail for people, or null
 */
record Examined(Difference difference, DriftOutcome outcome, String videoId, String detail) {
  private static final String UNANSWERED = "The store does not answer for this object";

  static Examined pending(Difference difference) {
    return new Examined(difference, DriftOutcome.PENDING, difference.videoId(), null);
  }

  static Examined unanswered(Difference difference) {
    return new Examined(difference, DriftOutcome.FAILED, difference.videoId(), UNANSWERED);
  }

  boolean isUnanswered() {
    return UNANSWERED.equals(detail);
  }

  boolean isDrift() {
    return outcome != DriftOutcome.SETTLED;
  }
}
