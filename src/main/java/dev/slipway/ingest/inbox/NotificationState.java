package dev.slipway.ingest.inbox;

/** What became of a notification. */
public enum NotificationState {
  /** In the inbox, to be applied. */
  RECEIVED,
  /** Every key that it names was looked at. */
  APPLIED,
  /** Something newer about the same key was applied before. */
  SUPERSEDED,
  /** Can't be applied, ever, for the reason that stands with it. */
  DEAD
}
