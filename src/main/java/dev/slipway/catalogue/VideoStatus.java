package dev.slipway.catalogue;

import java.util.Set;

/** The life of a video. It only moves forward. */
public enum VideoStatus {
  /** Stored; what it is has not been found out yet. */
  PROCESSING,
  /** A video. */
  READY,
  /** Not a video, or not one that is taken. Never playable. */
  REJECTED,
  /** Gone for good. What appears under its key later is removed. */
  DELETED;

  boolean canBecome(VideoStatus next) {
    return switch (this) {
      case PROCESSING -> Set.of(READY, REJECTED, DELETED).contains(next);
      case READY, REJECTED -> next == DELETED;
      case DELETED -> false;
    };
  }
}
