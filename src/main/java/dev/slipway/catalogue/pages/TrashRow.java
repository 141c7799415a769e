package dev.slipway.catalogue.pages;

import dev.slipway.catalogue.VideoView;
import dev.slipway.web.Formats;
import java.time.Duration;
import java.time.Instant;

/**
 * A video in the trash.
 *
 * @param remaining the time until it is deleted, such as {@code in 7 days}
 */
record TrashRow(VideoView video, String remaining) {
  static TrashRow of(VideoView video, Instant now) {
    var millis = Duration.between(now, video.deleteAfter).toMillis();
    return new TrashRow(video, millis <= 0 ? "now" : "in " + Formats.humanMillisAtMost(millis));
  }
}
