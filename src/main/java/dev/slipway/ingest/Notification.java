package dev.slipway.ingest;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;

/** One message of the store, as it came. */
@Entity
class Notification extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  Instant receivedAt;
  String transport;

  /** Bytes, not text and not JSON: a zero byte or broken JSON comes too. */
  byte[] body;

  @Enumerated(EnumType.STRING)
  NotificationState state;

  /** Why it is dead, or what made the last try fail. */
  String reason;

  int tries;

  /** Those tries that failed for a reason of their own, and not since something was away. */
  int failures;

  Instant nextTryAt;
  Instant settledAt;

  protected Notification() {}

  static Notification received(byte[] body, String transport, Instant at) {
    var notification = new Notification();
    notification.body = body;
    notification.transport = transport;
    notification.receivedAt = at;
    notification.nextTryAt = at;
    notification.state = NotificationState.RECEIVED;
    return notification;
  }

  void postpone(String why, Instant until) {
    reason = why;
    nextTryAt = until;
  }

  void settle(NotificationState outcome, String why, Instant at) {
    state = outcome;
    reason = why;
    settledAt = at;
  }
}
