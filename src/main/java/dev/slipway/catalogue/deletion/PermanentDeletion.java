package dev.slipway.catalogue.deletion;

import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** Deletes videos for good on behalf of the caller, in the database and then in the store. */
@ApplicationScoped
public class PermanentDeletion {
  /** Removal takes seconds, so one that takes longer fails. */
  private static final Duration OVERDUE = Duration.ofMinutes(5);

  private final DeletionTransactions transactions;
  private final StoreCleaner cleaner;
  private final CleanupQueue queue;
  private final Clock clock;

  PermanentDeletion(
      DeletionTransactions transactions, StoreCleaner cleaner, CleanupQueue queue, Clock clock) {
    this.transactions = transactions;
    this.cleaner = cleaner;
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * Deletes a video for good, and removes its objects at once. If the store is unavailable, they
   * are removed later. Doing so again changes nothing.
   *
   * @throws ProblemException {@code not-found}, {@code forbidden}, {@code video-replaced}
   */
  public void delete(String id) {
    transactions.delete(id).ifPresent(cleaner::clean);
  }

  /** Counts the deleted videos whose objects are still in the store after minutes. */
  public long countOverdue() {
    var backlog = queue.countBacklog();
    return backlog.isOlderThan(clock.instant().minus(OVERDUE)) ? backlog.waiting() : 0;
  }

  /** Deletes everything in the caller's own trash; the objects are removed in the background. */
  public void emptyTrash() {
    while (transactions.emptyTrash()) {
      // Each batch is a transaction of its own.
    }
  }
}
