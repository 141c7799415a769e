package dev.slipway.account.administration;

import dev.slipway.web.BackgroundConfig;
import dev.slipway.web.IdleBackoff;
import dev.slipway.web.ProcessRole;
import dev.slipway.web.SearchLoop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.HashSet;

/** Empties removed accounts in small steps. */
@ApplicationScoped
class RemovalWorker {
  /** Rows that one step locks, for less than a second. */
  private static final int STEP_SIZE = 100;

  private final RemovalQueue queue;
  private final SearchLoop loop;
  private volatile boolean stopping;

  RemovalWorker(RemovalQueue queue, BackgroundConfig background) {
    this.queue = queue;
    this.loop =
        new SearchLoop(
            "account-removals",
            IdleBackoff.forDeferrableWork(background),
            SearchLoop.LONG_INTERVAL,
            this::run,
            "Account removals are interrupted");
  }

  /** Processes that only run media jobs leave removals to others. */
  void start(
      @Observes @Priority(SearchLoop.START_PRIORITY) StartupEvent started, ProcessRole role) {
    if (!role.isWorker()) {
      loop.start();
    }
  }

  void onRemovalRequested(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) RemovalQueue.Added event) {
    loop.wake();
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
    loop.close();
  }

  /** Until no removal is left, or others work on the rest. Returns whether there was any. */
  private boolean run() {
    var failed = new HashSet<String>();
    var foundWork = false;
    while (!stopping && queue.runNext(STEP_SIZE, failed)) {
      foundWork = true;
    }
    return foundWork;
  }
}
