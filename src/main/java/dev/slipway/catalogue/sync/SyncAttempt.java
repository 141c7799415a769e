package dev.slipway.catalogue.sync;

import dev.slipway.catalogue.VideoView;

/** The outcome of one attempt to sync a key. */
sealed interface SyncAttempt {
  static SyncAttempt of(VideoView video, SyncChange change) {
    return new Done(new SyncResult(video, change));
  }

  static SyncAttempt withoutVideo(SyncChange change) {
    return new Done(new SyncResult(null, change));
  }

  /** No further step or attempt has to follow. */
  record Done(SyncResult result) implements SyncAttempt {}

  /** The row or the object changed during the attempt. */
  record Retry() implements SyncAttempt {}

  /**
   * The object has no row, but may have had one, which the database lost: its marker says whether
   * the video was deleted.
   */
  record MarkerNeeded() implements SyncAttempt {}

  /**
   * The object has to be removed.
   *
   * @param id of the aborted upload or deleted video with this key
   */
  record UnderTombstone(String id) implements SyncAttempt {}
}
