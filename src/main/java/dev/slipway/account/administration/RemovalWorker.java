package dev.slipway.account.administration;

import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashSet;
import org.jboss.logging.Logger;

/** Empties removed accounts in small steps. */
@ApplicationScoped
class RemovalWorker {
  private static final Logger LOG = Logger.getLogger(RemovalWorker.class);

  /** Rows that one step locks, for less than a second. */
  private static final int STEP_SIZE = 100;

  private final RemovalQueue queue;
  private volatile boolean stopping;

  RemovalWorker(RemovalQueue queue) {
    this.queue = queue;
  }

  @Scheduled(
      every = "5s",
      delayed = "5s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void run() {
    var failed = new HashSet<String>();
    try {
      while (!stopping && queue.runNext(STEP_SIZE, failed)) {
        // Until no removal is left, or others work on the rest.
      }
    } catch (RuntimeException e) {
      LOG.warnf("Removals of accounts will be continued in some seconds: %s", e.getMessage());
    }
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
  }
}
