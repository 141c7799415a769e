package dev.slipway.ingest.inbox;

import dev.slipway.ingest.NotificationsConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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
  void deleteExpired() {
    deleteExpired(clock.instant());
  }

  void deleteExpired(Instant now) {
    deleteExpired(NotificationState.APPLIED, now, config.keep());
    deleteExpired(NotificationState.SUPERSEDED, now, config.keep());
    deleteExpired(NotificationState.DEAD, now, config.keepDead());
  }

  private void deleteExpired(NotificationState state, Instant now, Duration keep) {
    var before = now.minus(keep);
    // Along the index, in short transactions. One that was applied again stands among the oldest,
    // and
    // is younger than those behind it.
    var last = Optional.of(0L);
    while (last.isPresent()) {
      var after = last.get();
      last = QuarkusTransaction.requiringNew().call(() -> clearBatch(state, before, after));
    }
  }

  /**
   * @return where the next batch begins; empty behind the last
   */
  private Optional<Long> clearBatch(NotificationState state, Instant before, long after) {
    var batch =
        entities
            .createQuery(
                "select id, settledAt from Notification where state = "
                    + state
                    + " and id > :after order by id",
                Object[].class)
            .setParameter("after", after)
            .setMaxResults(BATCH)
            .getResultList();
    var old = batch.stream().filter(row -> ((Instant) row[1]).isBefore(before)).toList();
    if (!old.isEmpty()) {
      Notification.delete("id in ?1", old.stream().map(row -> row[0]).toList());
    }
    // Where none of a whole batch is old enough, none behind it is.
    return old.isEmpty() || batch.size() < BATCH
        ? Optional.empty()
        : Optional.of((Long) batch.get(BATCH - 1)[0]);
  }
}
