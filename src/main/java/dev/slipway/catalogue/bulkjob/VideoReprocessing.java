package dev.slipway.catalogue.bulkjob;

import dev.slipway.catalogue.Video;

/**
 * Has videos processed again. The package that schedules media jobs implements it, so that the
 * catalogue doesn't depend on it. The video's row is locked; both methods join the transaction.
 */
public interface VideoReprocessing {
  /**
   * Repeats the media jobs of a video that failed too often, on behalf of an administrator.
   *
   * @return whether there was one
   * @throws dev.slipway.web.problem.ProblemException if the video's state doesn't allow it
   */
  boolean repeatFailed(Video video, String account);

  /**
   * Has the format of a video read again, on behalf of an administrator.
   *
   * @return false if that is to be done already
   * @throws dev.slipway.web.problem.ProblemException if the video's state doesn't allow it
   */
  boolean probeAgain(Video video, String account);
}
