package dev.slipway.ingest.reconcile;

/** Why bucket and catalogue are compared. */
public enum Cause {
  /** The application started: nobody knows what it missed. */
  START,
  SCHEDULE,
  /** Notifications come again, and what happened meanwhile was not told. */
  RECONNECT,
  /** Somebody asked. */
  DEMAND
}
