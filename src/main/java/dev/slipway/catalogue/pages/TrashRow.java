package dev.slipway.catalogue.pages;

import dev.slipway.catalogue.VideoView;
import dev.slipway.web.Formats;
import java.time.Duration;
import java.time.Instant;

/**
 * A video in the trash, or one that is about to be deleted permanently.
 *
 * @param remaining the time until it is deleted, such as {@code in 7 days}; null if it is not in
 *     the trash
 */
record TrashRow(VideoView video, String remaining) {
  static TrashRow of(VideoView video, Instant now) {
    if (video.deleteAfter == null) {
      return new TrashRow(video, null);
    }
    var millis = Duration.between(now, video.deleteAfter).toMillis();
    return new TrashRow(video, millis <= 0 ? "now" : "in " + Formats.humanMillisAtMost(millis));
  }
}
