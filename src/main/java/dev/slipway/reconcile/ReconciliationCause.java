package dev.slipway.reconcile;

/** Why bucket and catalogue are compared. */
public enum ReconciliationCause {
  /** The application started: nobody knows what it missed. */
  START,
  SCHEDULE,
  /** Notifications come again, and what happened meanwhile was not told. */
  RECONNECT,
  /** Somebody asked. */
  DEMAND
}
