package dev.slipway.catalogue.picture;

import dev.slipway.catalogue.Video;
import java.util.Optional;

/**
 * Has posters made. The catalogue defines this interface and the processing implements it, so that
 * the catalogue doesn't depend on it.
 */
public interface PictureJobs {
  /** Whether this installation makes pictures. */
  boolean isEnabled();

  /**
   * Queues the job that makes the poster of a video whose row is locked, in the caller's
   * transaction.
   *
   * @param account that has chosen the picture
   */
  void request(Video video, String account);

  /** Whether the poster of a video is queued or being made. */
  boolean isMaking(String videoId);

  /**
   * Why the poster of a video could not be made.
   *
   * @return empty if no job is dead, or another attempt follows
   */
  Optional<String> problem(String videoId);
}
