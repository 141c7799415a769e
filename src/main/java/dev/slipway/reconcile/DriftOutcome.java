package dev.slipway.reconcile;

/** What became of a difference. */
public enum DriftOutcome {
  /** It is looked at when the whole bucket has been read. */
  PENDING,
  /** It was to be reported, and is as it was. */
  REPORTED,
  REPAIRED,
  /** It was none any more when it was looked at. */
  SETTLED,
  /** It can't be repaired, for the reason that stands with it. */
  FAILED
}
