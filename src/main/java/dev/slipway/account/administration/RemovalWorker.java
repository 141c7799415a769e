package dev.slipway.account.administration;

import dev.slipway.web.BackgroundConfig;
import dev.slipway.web.IdleBackoff;
import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.HashSet;
import org.jboss.logging.Logger;

/** Empties removed accounts in small steps. */
@ApplicationScoped
class RemovalWorker {
  private static final Logger LOG = Logger.getLogger(RemovalWorker.class);

  /** Rows that one step locks, for less than a second. */
  private static final int STEP_SIZE = 100;

  private final RemovalQueue queue;
  private final IdleBackoff backoff;
  private volatile boolean stopping;

  RemovalWorker(RemovalQueue queue, BackgroundConfig background) {
    this.queue = queue;
    this.backoff = IdleBackoff.forDeferrableWork(background);
  }

  @Scheduled(
      every = "5s",
      delayed = "5s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void run() {
    if (!backoff.isDue()) {
      return;
    }
    var failed = new HashSet<String>();
    var foundWork = false;
    try {
      while (!stopping && queue.runNext(STEP_SIZE, failed)) {
        // Until no removal is left, or others work on the rest.
        foundWork = true;
      }
      backoff.searched(foundWork);
    } catch (RuntimeException e) {
      LOG.warnf("Account removals are interrupted; retrying in a few seconds: %s", e.getMessage());
    }
  }

  void onRemovalRequested(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) RemovalQueue.Added event) {
    backoff.reset();
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
  }
}
