package dev.slipway.webhooks.delivery;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;

/** One event for one webhook, with the result of the last attempt to send it. */
@Entity
public class WebhookDelivery extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  String webhookId;

  /** The same for all webhooks, attempts and replays. */
  String eventId;

  /** The {@link dev.slipway.webhooks.WebhookEvent#type}. */
  String type;

  /** The JSON body; every attempt sends and signs the same bytes. */
  String payload;

  @Enumerated(EnumType.STRING)
  DeliveryStatus status;

  /** Since it was created or replayed. */
  int attempts;

  /** While an attempt runs, the end of its claim; null unless it is pending. */
  Instant nextAttemptAt;

  Instant claimedUntil;
  Instant lastAttemptAt;

  /** The HTTP status of the last response; null if there was none. */
  Integer responseStatus;

  /** Why the last attempt failed, or why no further one follows; otherwise null. */
  String problem;

  /** How long the last attempt took. */
  Long durationMillis;

  Instant createdAt;

  protected WebhookDelivery() {}

  WebhookDelivery(String webhookId, String eventId, String type, String payload, Instant now) {
    this.webhookId = webhookId;
    this.eventId = eventId;
    this.type = type;
    this.payload = payload;
    this.createdAt = now;
    this.status = DeliveryStatus.PENDING;
    this.nextAttemptAt = now;
  }

  public Long id() {
    return id;
  }

  public String eventId() {
    return eventId;
  }

  public String type() {
    return type;
  }

  public String payload() {
    return payload;
  }

  public DeliveryStatus status() {
    return status;
  }

  public int attempts() {
    return attempts;
  }

  /** Null while an attempt runs, and unless it is pending. */
  public Instant nextAttemptAt() {
    return claimedUntil == null ? nextAttemptAt : null;
  }

  public Instant lastAttemptAt() {
    return lastAttemptAt;
  }

  public Integer responseStatus() {
    return responseStatus;
  }

  public String problem() {
    return problem;
  }

  public Long durationMillis() {
    return durationMillis;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** Begins an attempt, which counts even if this process dies before its end. */
  void claim(Instant until) {
    claimedUntil = until;
    nextAttemptAt = until;
    attempts++;
  }

  boolean isClaimedBy(Instant claim) {
    return status == DeliveryStatus.PENDING && claim.equals(claimedUntil);
  }

  /** Makes it pending again; what the last attempt found stays until the next one. */
  void replay(Instant now) {
    status = DeliveryStatus.PENDING;
    attempts = 0;
    nextAttemptAt = now;
    claimedUntil = null;
  }

  /** Records an attempt that has ended. */
  void recordAttempt(Instant startedAt, Integer httpStatus, String failure, long millis) {
    lastAttemptAt = startedAt;
    responseStatus = httpStatus;
    problem = failure;
    durationMillis = millis;
    claimedUntil = null;
  }

  void markDelivered() {
    status = DeliveryStatus.DELIVERED;
    nextAttemptAt = null;
  }

  void retryAt(Instant next) {
    nextAttemptAt = next;
  }

  /**
   * @param reason why no further attempt follows
   */
  void markDead(String reason) {
    status = DeliveryStatus.DEAD;
    problem = reason;
    nextAttemptAt = null;
    claimedUntil = null;
  }
}
