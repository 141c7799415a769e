package dev.slipway.ingest.inbox;

import dev.slipway.ingest.format.NotificationParser;
import dev.slipway.ingest.format.S3Event;
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
public class Notification extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  public Long id;

  Instant receivedAt;
  public String transport;

  /** Bytes, not text and not JSON: a zero byte or broken JSON comes too. */
  public byte[] body;

  @Enumerated(EnumType.STRING)
  public NotificationState state;

  /** Why it is dead, or what made the last try fail. */
  public String reason;

  int tries;

  /** Those tries that failed for a reason of their own, and not since something was away. */
  int failures;

  Instant nextTryAt;
  Instant settledAt;

  /** How the sender speaks; null before it has been read, and where that can't be told. */
  String dialect;

  String eventName;
  String bucket;
  String objectKey;
  String sequencer;

  /** The store's time of the change. */
  Instant eventAt;

  /** How often somebody had it applied again. */
  int replays;

  protected Notification() {}

  static Notification create(byte[] body, String transport, Instant at) {
    var notification = new Notification();
    notification.body = body;
    notification.transport = transport;
    notification.receivedAt = at;
    notification.nextTryAt = at;
    notification.state = NotificationState.RECEIVED;
    return notification;
  }

  /** What it is about, now that it has been read. */
  void describe(NotificationParser.ParsedNotification reading) {
    dialect = reading.dialect() == null ? null : reading.dialect().value();
    reading.events().stream().findFirst().ifPresent(this::describe);
  }

  private void describe(S3Event event) {
    eventName = event.name();
    bucket = storable(event.bucket());
    objectKey = storable(event.key().value());
    sequencer = event.sequencer() == null ? null : event.sequencer().text();
    eventAt = event.occurredAt();
  }

  /** The database takes no zero byte, and a page shows no other control character. */
  private static String storable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /** From now on it is as if it had just come, but what is known of its object is asked anew. */
  void replay(Instant at) {
    state = NotificationState.RECEIVED;
    reason = null;
    failures = 0;
    nextTryAt = at;
    settledAt = null;
    replays++;
  }

  void postpone(String why, Instant until) {
    reason = why;
    nextTryAt = until;
  }

  void finish(NotificationState outcome, String why, Instant at) {
    state = outcome;
    reason = why;
    settledAt = at;
  }
}
