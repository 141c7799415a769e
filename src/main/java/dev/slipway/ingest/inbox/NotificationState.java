package dev.slipway.ingest.inbox;

/** The state of a notification in the inbox. */
public enum NotificationState {
  /** Stored, and not processed yet. */
  RECEIVED,
  /** Processed: every object that it names was synced. */
  APPLIED,
  /** Skipped, because the same or a newer event of the same object was applied before. */
  SUPERSEDED,
  /** A dead letter: it can't be processed, for the reason stored with it. */
  DEAD
}
