package dev.slipway.webhooks.delivery;

import dev.slipway.catalogue.VideoFacts;
import dev.slipway.catalogue.VideoView;
import java.time.Instant;

/**
 * The facts of a video in the body of a request, as they were at the event. Contains nothing with
 * which the file could be found or fetched: no object key, no hash and no URL.
 *
 * @param owner the account's name; null if another tool stored the object
 * @param rejection the stable code; null unless the video is rejected
 * @param rejectionText the rejection in a sentence; null unless the video is rejected
 * @param size bytes
 * @param format what the bytes are; fields that aren't known are null
 * @param storedAt when the file was stored
 */
record VideoData(
    String id,
    String owner,
    String title,
    String fileName,
    String status,
    String rejection,
    String rejectionText,
    String visibility,
    long size,
    VideoFacts.Format format,
    Instant storedAt) {
  static VideoData of(VideoView video) {
    return new VideoData(
        video.id,
        video.owner,
        video.title,
        video.fileName,
        video.status,
        video.rejection,
        video.rejectionText,
        video.visibility,
        video.size,
        video.format,
        video.storedAt);
  }
}
