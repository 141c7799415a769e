package dev.slipway.catalogue.sync;

import dev.slipway.catalogue.Video;

/**
 * Decides whether a stored object can be played, after it has been catalogued. The catalogue
 * defines this interface and the processing implements it, so that the catalogue doesn't depend on
 * it.
 */
public interface VideoProcessing {
  /** Whether videos are processed. If not, a video is ready as soon as it is catalogued. */
  boolean isEnabled();

  /**
   * Schedules the processing of a new video in the caller's transaction, so that a crash leaves
   * both the row and its job, or neither.
   */
  void schedule(Video video);

  /**
   * Schedules the processing of a video whose object is now a copy, like {@link #resume}, and its
   * probe. The video stays available.
   */
  void repeat(Video video);

  /** Schedules again what ended because the object was missing or another one. */
  void resume(Video video);
}
