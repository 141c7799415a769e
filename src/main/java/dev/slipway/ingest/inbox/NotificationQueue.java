package dev.slipway.ingest.inbox;

import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.inbox.Notification.Claim;
import dev.slipway.storage.ObjectKey;
import dev.slipway.web.BoundedCount;
import dev.slipway.web.NativeQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The table of notifications as a work queue. Each method is one transaction: a worker claims a
 * notification, processes it outside any transaction, and reports the result. The steps that every
 * notification passes through are in {@link InboxStatements}.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
public class NotificationQueue {
  /** How many notifications a search or a deletion reads at most. */
  static final int BATCH_SIZE = 1000;

  /**
   * Native, because an idle replica searches every few seconds: in HQL it takes three times as
   * long.
   */
  private static final String DUE =
      """
      select id from notification where state = 'RECEIVED' and next_try_at <= :now
      order by next_try_at limit :max""";

  /** The orders are those of the indexes. */
  private static final String BACKLOG =
      """
      select
        (select count(*) from (select 1 from notification where state = 'RECEIVED'
          order by next_try_at limit :limit) received),
        (select min(received_at) from notification where state = 'RECEIVED'),
        (select count(*) from (select 1 from notification where state = 'DEAD'
          order by id limit :limit) dead)""";

  private final NotificationsConfig config;
  private final Clock clock;

  NotificationQueue(NotificationsConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /** Stores the beginning of an oversized body as a dead letter. */
  void writeDeadLetter(byte[] truncatedBody, String transport, String reason) {
    var now = clock.instant();
    var notification = Notification.create(truncatedBody, transport, now);
    notification.finish(NotificationState.DEAD, reason, now);
    notification.persist();
  }

  /** The ids of notifications that are due, oldest first. */
  List<Long> findDue() {
    return NativeQueries.scalars(Notification.getEntityManager(), DUE, Long.class)
        .setParameter("now", clock.instant())
        .setParameter("max", BATCH_SIZE)
        .getResultList();
  }

  /** Schedules another attempt because the store or the database is unavailable. */
  void postpone(Claim claim, String reason, Duration delay) {
    findClaimed(claim).ifPresent(row -> row.postpone(reason, clock.instant().plus(delay)));
  }

  /**
   * Counts a failed attempt.
   *
   * @return whether it was the last one, so that the notification is a dead letter now
   */
  boolean fail(Claim claim, String reason, Duration delay) {
    var now = clock.instant();
    return findClaimed(claim)
        .map(row -> row.fail(reason, config.tries(), now, now.plus(delay)))
        .orElse(false);
  }

  /** Whether any replica has parsed a notification about this object. */
  public boolean hasNotificationAbout(ObjectKey key) {
    return Notification.count("objectKey", key.value()) > 0;
  }

  /**
   * Counts unprocessed notifications and dead letters, each along its index.
   *
   * @param max where counting ends; the oldest notification is found among all
   */
  @Transactional
  InboxBacklog countBacklog(int max) {
    var row =
        (Object[])
            Notification.getEntityManager()
                .createNativeQuery(BACKLOG)
                .setParameter("limit", max + 1L)
                .getSingleResult();
    var waiting = BoundedCount.of((Long) row[0], max);
    var dead = BoundedCount.of((Long) row[2], max);
    return new InboxBacklog(
        waiting.value(), waiting.isExact(), (Instant) row[1], dead.value(), dead.isExact());
  }

  /**
   * Deletes the expired ones among the next notifications of a state, in the order of their ids.
   *
   * @param after the last id of the previous batch
   * @return the last id of this batch; empty if no further batch can contain expired ones
   */
  Optional<Long> deleteExpiredBatch(NotificationState state, Instant settledBefore, long after) {
    var batch =
        Notification.getEntityManager()
            .createQuery(
                "select id, settledAt, receivedAt from Notification where state = "
                    + state
                    + " and id > :after order by id",
                Object[].class)
            .setParameter("after", after)
            .setMaxResults(BATCH_SIZE)
            .getResultList();
    var expired =
        batch.stream()
            .filter(row -> ((Instant) row[1]).isBefore(settledBefore))
            .map(row -> (Long) row[0])
            .toList();
    if (!expired.isEmpty()) {
      // One that was replayed after the query stays.
      Notification.delete(
          "id in ?1 and state = " + state + " and settledAt < ?2", expired, settledBefore);
    }
    if (batch.size() < BATCH_SIZE) {
      return Optional.empty();
    }
    // A batch without an expired one is not the end, because a bulk replay may have ended recently.
    // The ids are in the order of reception, so this is.
    var last = batch.get(BATCH_SIZE - 1);
    return ((Instant) last[2]).isBefore(settledBefore)
        ? Optional.of((Long) last[0])
        : Optional.empty();
  }

  private static Optional<Notification> findClaimed(Claim claim) {
    Notification notification = Notification.findById(claim.id(), LockModeType.PESSIMISTIC_WRITE);
    return Optional.ofNullable(notification).filter(row -> row.isClaimedBy(claim));
  }

  /**
   * The numbers of notifications in the inbox.
   *
   * @param waiting at most the maximum, as {@code dead}
   * @param waitingIsExact whether there are no more than these
   * @param oldestReceivedAt when the oldest unprocessed notification was received, or null
   * @param dead dead letters
   * @param deadIsExact whether there are no more than these
   */
  public record InboxBacklog(
      long waiting,
      boolean waitingIsExact,
      Instant oldestReceivedAt,
      long dead,
      boolean deadIsExact) {}
}
