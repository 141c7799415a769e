package dev.slipway.ingest.reconcile;

/** What is done with what is found. */
public enum Mode {
  /** It is written down, and nothing else. */
  REPORT,
  /** The catalogue is brought in line with the bucket. */
  REPAIR
}
