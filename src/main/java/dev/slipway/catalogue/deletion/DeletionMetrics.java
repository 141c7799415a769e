package dev.slipway.catalogue.deletion;

import dev.slipway.catalogue.DeletionWriter.DeletionEvent;
import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * The metrics of deleted videos. The gauges are the same on all replicas, because they count rows
 * of the database.
 */
@ApplicationScoped
class DeletionMetrics {
  private static final Logger LOG = Logger.getLogger(DeletionMetrics.class);

  private final CleanupQueue queue;
  private final Clock clock;
  private final Map<DeletionEvent, Counter> changes;
  private final Counter failures;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong oldestSeconds = new AtomicLong();

  DeletionMetrics(MeterRegistry registry, CleanupQueue queue, Clock clock) {
    this.queue = queue;
    this.clock = clock;
    changes =
        Metrics.counters(
            registry,
            "slipway.deletions",
            "Videos that were moved to the trash, restored, deleted and purged from the store",
            "change",
            EnumSet.allOf(DeletionEvent.class));
    failures =
        Counter.builder("slipway.deletions.failures")
            .description("Failed attempts to make the store agree with a deleted video")
            .register(registry);
    Metrics.gauge(
            "slipway.deletions.waiting",
            "Deleted videos whose objects are still in the store",
            waiting::get)
        .register(registry);
    Metrics.secondsGauge(
            "slipway.deletions.oldest",
            "Time since the deletion of the video that waits for the longest time",
            oldestSeconds::get)
        .register(registry);
  }

  /** After the commit, so that a transaction that is rolled back does not count. */
  void recordChange(@Observes(during = TransactionPhase.AFTER_SUCCESS) DeletionEvent change) {
    changes.get(change).increment();
  }

  void recordFailure() {
    failures.increment();
  }

  /** Counts on a schedule, so that a scrape never waits for the database. */
  @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void updateGauges() {
    try {
      var backlog = queue.countBacklog();
      waiting.set(backlog.waiting());
      oldestSeconds.set(
          backlog.oldestDeletedAt() == null
              ? 0
              : Duration.between(backlog.oldestDeletedAt(), clock.instant()).toSeconds());
    } catch (RuntimeException e) {
      // DeletionWorker logs the outage.
      LOG.debugf("Deleted videos can't be counted: %s", e.getMessage());
    }
  }
}
