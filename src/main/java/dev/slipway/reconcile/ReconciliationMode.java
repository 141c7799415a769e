package dev.slipway.reconcile;

/** What is done with what is found. */
public enum ReconciliationMode {
  /** It is written down, and nothing else. */
  REPORT,
  /** The catalogue is brought in line with the bucket. */
  REPAIR
}
