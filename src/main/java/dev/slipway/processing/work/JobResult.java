package dev.slipway.processing.work;

import dev.slipway.catalogue.Video;
import java.util.Set;

/**
 * What an attempt has found or made. At most one of {@link #afterWrite} and {@link #discard}
 * follows the transaction that writes it; neither if the process ends in between, or if it isn't
 * known whether the transaction was committed. Then the next attempt or {@link
 * JobHandler#removeLeftovers} cleans up.
 */
public interface JobResult {
  /**
   * Writes the result to the video, whose row is locked, in the transaction that ends the job.
   *
   * @return the kinds of the jobs that follow, which are queued in the same transaction
   */
  Set<JobKind> write(Video video);

  /** Runs after the result was written, outside any transaction. A failure changes nothing. */
  default void afterWrite() {}

  /**
   * Removes what the attempt has stored, because the video was deleted, replaced or rejected
   * meanwhile, its object is now a copy, or another attempt has taken the job over. Runs outside
   * any transaction.
   */
  default void discard() {}
}
