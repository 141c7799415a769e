package dev.slipway.ingest.inbox;

import dev.slipway.web.SafeText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** One message of the store, with its body unchanged, and the state of its processing. */
@Entity
class Notification extends PanacheEntityBase {
  private static final int MAX_REASON_LENGTH = 1000;

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  Instant receivedAt;
  String transport;

  /** Bytes, because a body may contain zero bytes or invalid JSON. */
  byte[] body;

  @Enumerated(EnumType.STRING)
  NotificationState state;

  /**
   * Explains the state: why the notification is dead, superseded or ignored, or why the last
   * attempt did not finish; otherwise null.
   */
  String reason;

  /** The number of attempts, including postponed ones. */
  int tries;

  /** The number of attempts that failed, without those that only met an outage. */
  int failures;

  /** The number of latest attempts without a result, because the process ended or was too slow. */
  int interruptions;

  Instant nextTryAt;
  Instant settledAt;

  /** Null until the body is parsed, and if the sender is unknown. */
  String dialect;

  String eventName;
  String bucket;
  String objectKey;
  String sequencer;

  /** The store's time of the change. */
  Instant eventAt;

  /** How often an administrator has replayed it. */
  int replays;

  protected Notification() {}

  static Notification create(byte[] body, String transport, Instant now) {
    var notification = new Notification();
    notification.body = body;
    notification.transport = transport;
    notification.receivedAt = now;
    notification.nextTryAt = now;
    notification.state = NotificationState.RECEIVED;
    return notification;
  }

  /**
   * @throws ProblemException {@code not-found}
   */
  static Notification require(long id, LockModeType lock) {
    Optional<Notification> found = findByIdOptional(id, lock);
    return found.orElseThrow(Notification::notFound);
  }

  static ProblemException notFound() {
    return new ProblemException(
        ErrorCode.NOT_FOUND, "This notification does not exist, or no longer exists.");
  }

  /**
   * Whether a claim is the latest one. Another attempt may have begun after the lease ended, or an
   * administrator may have replayed the notification.
   */
  boolean isClaimedBy(Claim claim) {
    return state == NotificationState.RECEIVED
        && tries == claim.tries()
        && replays == claim.replays();
  }

  void finish(NotificationState outcome, String reason, Instant now) {
    state = outcome;
    this.reason = storableReason(reason);
    interruptions = 0;
    settledAt = now;
  }

  /** Schedules another attempt without counting a failure. */
  void postpone(String reason, Instant retryAt) {
    this.reason = storableReason(reason);
    interruptions = 0;
    nextTryAt = retryAt;
  }

  /**
   * Counts a failed attempt. The notification is scheduled for another attempt, or becomes a dead
   * letter if this was the last one.
   *
   * @return whether it became a dead letter
   */
  boolean fail(String reason, int maxFailures, Instant now, Instant retryAt) {
    failures++;
    if (failures >= maxFailures) {
      finish(NotificationState.DEAD, reason, now);
      return true;
    }
    postpone(reason, retryAt);
    return false;
  }

  /**
   * Resets this notification to {@code RECEIVED}. The object is checked in the store even if a
   * newer event was applied.
   */
  void replay(Instant now) {
    state = NotificationState.RECEIVED;
    reason = null;
    failures = 0;
    interruptions = 0;
    nextTryAt = now;
    settledAt = null;
    replays++;
  }

  /** Resets many notifications with one statement, like {@link #replay}. */
  static void replayAll(Collection<Long> ids, Instant nextTryAt) {
    update(
        "state = RECEIVED, reason = null, failures = 0, interruptions = 0, nextTryAt = ?1,"
            + " settledAt = null, replays = replays + 1 where id in ?2",
        nextTryAt,
        ids);
  }

  /** A reason can quote the body. */
  static String storableReason(String reason) {
    return reason == null
        ? null
        : SafeText.truncate(SafeText.replaceControlCharacters(reason), MAX_REASON_LENGTH);
  }

  /**
   * A notification that a worker has claimed for one attempt.
   *
   * @param tries the number of attempts, including this one
   * @param replays how often an administrator has replayed it
   * @param interruptions how many attempts directly before this one ended without a result
   * @param leaseEnd when another worker may claim it
   */
  record Claim(long id, byte[] body, int tries, int replays, int interruptions, Instant leaseEnd) {
    boolean isReplay() {
      return replays > 0;
    }
  }
}
