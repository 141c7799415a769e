package dev.slipway.reconcile;

/** The life of a comparison. */
public enum ReconciliationState {
  /** Asked for. */
  WAITING,
  /** Under way, or waiting for the store or the database to be back. */
  RUNNING,
  DONE,
  /** Over, but for the rows whose object is gone: they are so many that somebody has to agree. */
  HELD;

  boolean isOver() {
    return this == DONE || this == HELD;
  }
}
