package dev.slipway.ingest;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Forgets notifications that have been kept for long enough. What waits is never forgotten. */
@ApplicationScoped
class InboxRetention {
  private static final int BATCH = 1000;

  private final NotificationsConfig config;
  private final EntityManager entities;
  private final Clock clock;

  InboxRetention(NotificationsConfig config, EntityManager entities, Clock clock) {
    this.config = config;
    this.entities = entities;
    this.clock = clock;
  }

  @Scheduled(every = "1h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void clear() {
    clear(clock.instant());
  }

  void clear(Instant now) {
    clear(NotificationState.APPLIED, now, config.keep());
    clear(NotificationState.SUPERSEDED, now, config.keep());
    clear(NotificationState.DEAD, now, config.keepDead());
  }

  private void clear(NotificationState state, Instant now, Duration keep) {
    var before = now.minus(keep);
    while (QuarkusTransaction.requiringNew().call(() -> clearBatch(state, before)) == BATCH) {
      // Short transactions, until the oldest is young enough.
    }
  }

  /** Of the oldest thousand of the state, whichever are old enough: the index has them first. */
  private int clearBatch(NotificationState state, Instant before) {
    return entities
        .createNativeQuery(
            "delete from notification where id in (select id from (select id, settled_at"
                + " from notification where state = '"
                + state
                + "' order by id limit "
                + BATCH
                + ") oldest where settled_at < ?1)")
        .setParameter(1, before)
        .executeUpdate();
  }
}
