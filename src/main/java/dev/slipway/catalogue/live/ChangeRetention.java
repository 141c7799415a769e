package dev.slipway.catalogue.live;

import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Deletes changes that nobody needs any more, in short transactions. */
@ApplicationScoped
class ChangeRetention {
  private final ChangeLog log;
  private final LiveConfig config;
  private final Clock clock;

  ChangeRetention(ChangeLog log, LiveConfig config, Clock clock) {
    this.log = log;
    this.config = config;
    this.clock = clock;
  }

  @Scheduled(
      every = "10m",
      delayed = "1m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void deleteExpired() {
    deleteExpired(clock.instant());
  }

  void deleteExpired(Instant now) {
    var before = now.minus(config.keep());
    boolean more;
    // Changes get their numbers when a client follows them; without one they would be missing
    // later.
    do {
      more = log.numberCommitted();
    } while (more);
    do {
      more = log.deleteBefore(before);
    } while (more);
  }
}
