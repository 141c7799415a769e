package dev.slipway.lab.comparison;

/** The lifecycle of a comparison. */
enum ComparisonStatus {
  RUNNING,
  DONE,
  /** Someone has stopped it. */
  STOPPED,
  /** A request was refused, the time limit was reached, or the process ended. */
  FAILED
}
