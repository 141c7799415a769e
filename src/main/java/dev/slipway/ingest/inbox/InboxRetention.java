package dev.slipway.ingest.inbox;

import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Deletes notifications whose retention period is over. Unprocessed ones are never deleted. */
@ApplicationScoped
class InboxRetention {
  private final NotificationQueue queue;
  private final NotificationsConfig config;
  private final Clock clock;

  InboxRetention(NotificationQueue queue, NotificationsConfig config, Clock clock) {
    this.queue = queue;
    this.config = config;
    this.clock = clock;
  }

  @Scheduled(
      every = "1h",
      delayed = "2m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void deleteExpired() {
    deleteExpired(clock.instant());
  }

  void deleteExpired(Instant now) {
    deleteExpired(NotificationState.APPLIED, now, config.keep());
    deleteExpired(NotificationState.SUPERSEDED, now, config.keep());
    deleteExpired(NotificationState.DEAD, now, config.keepDead());
  }

  /**
   * Works along the index in short transactions. A batch can also contain notifications that are
   * not expired: a replayed one has an old id and a recent end of processing.
   */
  private void deleteExpired(NotificationState state, Instant now, Duration retention) {
    var settledBefore = now.minus(retention);
    var last = Optional.of(0L);
    while (last.isPresent()) {
      last = queue.deleteExpiredBatch(state, settledBefore, last.get());
    }
  }
}
