package dev.slipway.catalogue.sync;

import dev.slipway.catalogue.VideoView;

/**
 * What one look at a key came to.
 *
 * @param arrival null where it did not settle anything
 * @param tombstone the id of what was given up, under whose key the object stands; null in general
 */
record SyncAttempt(SyncResult result, String tombstone) {
  /** Row or object changed meanwhile. */
  static final SyncAttempt RETRY = new SyncAttempt(null, null);

  static SyncAttempt of(VideoView video, SyncChange change) {
    return new SyncAttempt(new SyncResult(video, change), null);
  }

  static SyncAttempt withoutVideo(SyncChange change) {
    return new SyncAttempt(new SyncResult(null, change), null);
  }

  /**
   * @param tombstone the id of what was given up
   */
  static SyncAttempt underTombstone(String tombstone) {
    return new SyncAttempt(null, tombstone);
  }

  boolean isFinal() {
    return result != null;
  }

  boolean isUnderTombstone() {
    return tombstone != null;
  }
}
