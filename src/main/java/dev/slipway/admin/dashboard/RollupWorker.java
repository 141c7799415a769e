package dev.slipway.admin.dashboard;

import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Keeps the numbers of the dashboard current, in small steps. */
@ApplicationScoped
class RollupWorker {
  private static final Logger LOG = Logger.getLogger(RollupWorker.class);

  /** A batch takes less than a second. */
  private static final int BATCH_SIZE = 20_000;

  private final Rollup rollup;
  private final RollupMetrics metrics;
  private final Clock clock;
  private volatile boolean stopping;

  RollupWorker(Rollup rollup, RollupMetrics metrics, Clock clock) {
    this.rollup = rollup;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Scheduled(
      every = "15s",
      delayed = "5s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void run() {
    try {
      update(BATCH_SIZE);
      metrics.record(rollup.asOf());
    } catch (RuntimeException e) {
      LOG.warnf("The dashboard will be updated later: %s", e.getMessage());
    }
  }

  /**
   * Counts all videos once, then adds what changed, until nothing is left or another process works.
   */
  void update(int batchSize) {
    while (!stopping && rollup.countVideos(batchSize)) {
      // Until all videos are counted.
    }
    var added = batchSize;
    while (!stopping && added == batchSize) {
      added = rollup.addChanges(batchSize, clock.instant()).orElse(0);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
  }
}
