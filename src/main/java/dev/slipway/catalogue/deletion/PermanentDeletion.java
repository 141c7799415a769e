package dev.slipway.catalogue.deletion;

import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** Deletes videos permanently on behalf of the caller, in the database and then in the store. */
@ApplicationScoped
public class PermanentDeletion {
  /** Removal takes seconds, so one that takes longer fails. */
  private static final Duration OVERDUE = Duration.ofMinutes(5);

  /** A request takes seconds at most. */
  private static final int MAX_BATCHES = 10;

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
   * Deletes a video permanently, and removes its objects at once. If the store is unavailable, or a
   * worker writes the video's marker, they are removed later. Idempotent.
   *
   * @throws ProblemException {@code not-found}, {@code forbidden}, {@code video-replaced}
   */
  public void delete(String id) {
    transactions.delete(id).ifPresent(cleaner::clean);
  }

  /** Counts the deleted videos whose objects are still in the store after minutes. */
  public long countOverdue() {
    return queue.countBacklog(clock.instant().minus(OVERDUE)).waiting();
  }

  /**
   * Deletes what is in the caller's own trash, up to 1,000 videos; the objects are removed in the
   * background.
   */
  public void emptyTrash() {
    var batches = 0;
    while (batches < MAX_BATCHES && transactions.emptyTrash()) {
      batches++;
    }
  }
}
