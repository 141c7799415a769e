package dev.slipway.ingest.inbox;

import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.format.NotificationParser;
import dev.slipway.ingest.format.S3Event;
import dev.slipway.storage.ObjectKey;
import dev.slipway.web.SafeText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.LockOptions;
import org.hibernate.jpa.SpecHints;

/** The table of notifications received. Each call is one transaction. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
public class NotificationQueue {
  /** As much as a worker's queue holds. */
  static final int BATCH_SIZE = 1000;

  private static final int LONGEST_REASON = 1000;

  private final NotificationsConfig config;
  private final Clock clock;

  NotificationQueue(NotificationsConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /** Keeps the beginning of a body that is too large to be a notification. */
  void writeDeadLetter(byte[] beginning, String transport, String reason) {
    var now = clock.instant();
    var notification = Notification.create(beginning, transport, now);
    notification.finish(NotificationState.DEAD, reason, now);
    notification.persist();
  }

  /** Those whose time has come, the oldest first. */
  List<Long> findDue() {
    return Notification.getEntityManager()
        .createQuery(
            "select n.id from Notification n where n.state = RECEIVED and n.nextTryAt <= :now"
                + " order by n.nextTryAt",
            Long.class)
        .setParameter("now", clock.instant())
        .setMaxResults(BATCH_SIZE)
        .getResultList();
  }

  /**
   * Takes one for an attempt. Until the lease ends nobody else gets it, and if this process dies,
   * somebody else does after that.
   */
  Optional<Claim> claim(long id) {
    var notification =
        Notification.<Notification>find("id", id)
            // Whoever holds it has it; waiting for them would end with nothing.
            .withLock(LockModeType.PESSIMISTIC_WRITE)
            .withHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, LockOptions.SKIP_LOCKED)
            .<Notification>firstResult();
    var now = clock.instant();
    if (notification == null
        || notification.state != NotificationState.RECEIVED
        || notification.nextTryAt.isAfter(now)) {
      return Optional.empty();
    }
    notification.tries++;
    notification.nextTryAt = now.plus(config.lease());
    return Optional.of(new Claim(id, notification.body, notification.tries, notification.replays));
  }

  /**
   * Whether the store's own order shows that nothing is to be learnt from an event: the same one,
   * or a later one about the same key, was applied before. Whoever looked then saw what this one
   * tells of. It saves a look and decides nothing: what it hides by mistake, the bucket shows.
   */
  boolean isSuperseded(S3Event event) {
    if (event.sequencer() == null) {
      return false;
    }
    return Notification.count(
            "objectKey = ?1 and bucket = ?2 and state = APPLIED"
                + " and (sequencer > ?3 or sequencer = ?3 and eventName = ?4)",
            event.key().value(),
            event.bucket(),
            event.sequencer().text(),
            event.name())
        > 0;
  }

  void finish(
      Claim claim,
      NotificationParser.ParsedNotification reading,
      NotificationState outcome,
      String reason) {
    findClaimed(claim)
        .ifPresent(
            notification -> {
              notification.describe(reading);
              notification.finish(outcome, readable(reason), clock.instant());
            });
  }

  /** Something that it needs is away; that is not its fault. */
  void postpone(Claim claim, String reason, Duration delay) {
    findClaimed(claim)
        .ifPresent(
            notification -> notification.postpone(readable(reason), clock.instant().plus(delay)));
  }

  /**
   * The attempt failed: there will be another, unless this was the last.
   *
   * @return whether it was
   */
  boolean fail(Claim claim, String reason, Duration delay) {
    var notification = findClaimed(claim).orElse(null);
    if (notification == null) {
      return false;
    }
    notification.failures++;
    if (notification.failures >= config.tries()) {
      notification.finish(NotificationState.DEAD, readable(reason), clock.instant());
      return true;
    }
    notification.postpone(readable(reason), clock.instant().plus(delay));
    return false;
  }

  /**
   * The notification, if this is still the newest attempt at it: another may have begun when the
   * lease was over, and somebody may have had it applied again.
   */
  private static Optional<Notification> findClaimed(Claim claim) {
    Notification notification = Notification.findById(claim.id(), LockModeType.PESSIMISTIC_WRITE);
    return Optional.ofNullable(notification)
        .filter(row -> row.state == NotificationState.RECEIVED)
        .filter(row -> row.tries == claim.tries() && row.replays == claim.replays());
  }

  /** Whether one that has been read is about this object, whichever replica read it. */
  public boolean hasNotificationAbout(ObjectKey key) {
    return Notification.count("objectKey", key.value()) > 0;
  }

  /** What waits and what is dead, each along its index. */
  Backlog countBacklog() {
    var oldest =
        Notification.getEntityManager()
            .createQuery(
                "select count(*), min(receivedAt) from Notification where state = RECEIVED",
                Object[].class)
            .getSingleResult();
    return new Backlog((Long) oldest[0], (Instant) oldest[1], Notification.count("state = DEAD"));
  }

  /** The body's own bytes may be in it, a zero byte too, which the database does not take. */
  private static String readable(String reason) {
    return reason == null
        ? null
        : SafeText.truncate(reason.replaceAll("\\p{Cntrl}", "?"), LONGEST_REASON);
  }

  /**
   * @param oldest when the oldest that waits was received, or null
   */
  record Backlog(long waiting, Instant oldestReceivedAt, long dead) {}

  /**
   * A notification taken for an attempt.
   *
   * @param tries this one included
   * @param replays how often somebody had it applied again
   */
  record Claim(long id, byte[] body, int tries, int replays) {
    boolean isReplay() {
      return replays > 0;
    }
  }
}
