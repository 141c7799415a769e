package dev.slipway.ingest.reconcile;

/**
 * A difference, and what became of it.
 *
 * @param detail for people, or null
 */
record Examined(Difference difference, DriftOutcome outcome, String videoId, String detail) {
  static Examined pending(Difference difference) {
    return new Examined(difference, DriftOutcome.PENDING, difference.videoId(), null);
  }

  boolean isDrift() {
    return outcome != DriftOutcome.SETTLED;
  }
}
