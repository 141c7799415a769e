package dev.slipway.catalogue.deletion;

import dev.slipway.catalogue.VideoView;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** Deletes and restores videos on behalf of the caller, in the database and then in the store. */
@ApplicationScoped
public class DeletionService {
  /** Removal takes seconds, so one that takes longer fails. */
  private static final Duration OVERDUE = Duration.ofMinutes(5);

  private final VideoDeleter deleter;
  private final StoreCleaner cleaner;
  private final CleanupQueue queue;
  private final Clock clock;

  DeletionService(VideoDeleter deleter, StoreCleaner cleaner, CleanupQueue queue, Clock clock) {
    this.deleter = deleter;
    this.cleaner = cleaner;
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * Moves a video to the trash. Doing so again changes nothing.
   *
   * @throws ProblemException {@code not-found}, {@code forbidden}, {@code video-replaced}
   */
  public VideoView moveToTrash(String id) {
    return deleter.moveToTrash(id);
  }

  /**
   * Takes a video out of the trash. Changes nothing if it isn't there.
   *
   * @throws ProblemException {@code not-found}, {@code forbidden}, {@code video-replaced}; {@code
   *     video-deleted}
   */
  public VideoView restore(String id) {
    return deleter.restore(id);
  }

  /**
   * Deletes a video for good, and removes its objects at once. If the store is unavailable, they
   * are removed later. Doing so again changes nothing.
   *
   * @throws ProblemException {@code not-found}, {@code forbidden}, {@code video-replaced}
   */
  public void deletePermanently(String id) {
    deleter.delete(id).ifPresent(cleaner::clean);
  }

  /** Counts the deleted videos whose objects are still in the store after minutes. */
  public long countOverdue() {
    var backlog = queue.countBacklog();
    return backlog.isOlderThan(clock.instant().minus(OVERDUE)) ? backlog.waiting() : 0;
  }

  /** Deletes everything in the caller's own trash; the objects are removed in the background. */
  public void emptyTrash() {
    while (deleter.emptyTrash()) {
      // Each batch is a transaction of its own.
    }
  }
}
