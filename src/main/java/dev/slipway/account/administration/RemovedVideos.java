package dev.slipway.account.administration;

/** What happens to the videos of a removed account. */
public enum RemovedVideos {
  /** Another account gets them. */
  MOVE,
  TRASH,
  /** They stay under the removed name; only administrators manage them. */
  KEEP
}
