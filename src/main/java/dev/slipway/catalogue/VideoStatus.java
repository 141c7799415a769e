package dev.slipway.catalogue;

import java.util.Set;

/** The states of a video. They only move forward. */
public enum VideoStatus {
  /** Stored; its format isn't known yet. */
  PROCESSING,
  /** A video that can be played while its object is in the store. */
  READY,
  /** Not a playable video, for the reason given by {@link Rejection}. */
  REJECTED,
  /**
   * Deleted permanently. The row is a tombstone: an object that appears under its key later is
   * removed.
   */
  DELETED;

  boolean canBecome(VideoStatus next) {
    return switch (this) {
      case PROCESSING -> Set.of(READY, REJECTED, DELETED).contains(next);
      // Only malware: see Video.reject.
      case READY -> Set.of(REJECTED, DELETED).contains(next);
      case REJECTED -> next == DELETED;
      case DELETED -> false;
    };
  }

  /**
   * A video became ready, rejected or deleted, as its status says. Fired synchronously in the
   * transaction that writes the status, so that what an observer writes is stored with it or not at
   * all.
   */
  public record VideoStatusChanged(VideoView video) {
    public static VideoStatusChanged of(Video video) {
      return new VideoStatusChanged(VideoView.of(video));
    }
  }
}
