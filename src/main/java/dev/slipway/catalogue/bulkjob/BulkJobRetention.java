package dev.slipway.catalogue.bulkjob;

import dev.slipway.web.SkippedOnWorkers;
import dev.slipway.web.database.Locks;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Deletes jobs that ended long ago, with their items, in small transactions. */
@ApplicationScoped
class BulkJobRetention {
  private static final int BATCH_SIZE = 5_000;

  /**
   * A job is kept as long as the one that undoes it. That one needs the items, and without the job
   * it would apply the action again when it is resumed.
   */
  private static final String EXPIRED =
      "endedAt < ?1 and not exists (select 1 from BulkJob undo where undo.undoOf = job.id)";

  private final BulkJobItems items;
  private final BulkJobConfig config;
  private final Clock clock;

  BulkJobRetention(BulkJobItems items, BulkJobConfig config, Clock clock) {
    this.items = items;
    this.config = config;
    this.clock = clock;
  }

  @Scheduled(
      every = "1h",
      delayed = "4m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void deleteExpired() {
    deleteExpired(clock.instant().minus(config.keep()), BATCH_SIZE);
  }

  void deleteExpired(Instant endedBefore, int batchSize) {
    while (QuarkusTransaction.requiringNew().call(() -> deleteSome(endedBefore, batchSize))) {
      // Each batch is a transaction of its own.
    }
  }

  private boolean deleteSome(Instant endedBefore, int batchSize) {
    var expired = findAndLock(endedBefore);
    expired.filter(job -> items.delete(job.id, batchSize) < batchSize).ifPresent(BulkJob::delete);
    return expired.isPresent();
  }

  private static Optional<BulkJob> findAndLock(Instant endedBefore) {
    return Locks.skipLocked(
            BulkJob.<BulkJob>find(
                "from BulkJob job where " + EXPIRED + " order by endedAt", endedBefore))
        .firstResultOptional();
  }
}
