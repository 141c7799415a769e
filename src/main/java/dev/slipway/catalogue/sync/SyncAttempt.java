package dev.slipway.catalogue.sync;

import dev.slipway.catalogue.VideoView;

/**
 * The outcome of one attempt to sync a key.
 *
 * @param result null if another step or attempt has to follow
 * @param tombstone the id of the aborted upload or deleted video with this key, if the object has
 *     to be removed; otherwise null
 */
record SyncAttempt(SyncResult result, String tombstone) {
  /** The row or the object changed during the attempt. */
  static final SyncAttempt RETRY = new SyncAttempt(null, null);

  /**
   * The object has no row, but may have had one, which the database lost: its marker says whether
   * the video was deleted.
   */
  static final SyncAttempt MARKER_NEEDED = new SyncAttempt(null, null);

  static SyncAttempt of(VideoView video, SyncChange change) {
    return new SyncAttempt(new SyncResult(video, change), null);
  }

  static SyncAttempt withoutVideo(SyncChange change) {
    return new SyncAttempt(new SyncResult(null, change), null);
  }

  static SyncAttempt underTombstone(String tombstone) {
    return new SyncAttempt(null, tombstone);
  }

  boolean isFinal() {
    return result != null;
  }

  boolean needsMarker() {
    return this == MARKER_NEEDED;
  }

  boolean isUnderTombstone() {
    return tombstone != null;
  }
}
