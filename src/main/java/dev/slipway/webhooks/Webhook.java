package dev.slipway.webhooks;

import dev.slipway.storage.RandomId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** An address that is told about events by signed requests. */
@Entity
public class Webhook extends PanacheEntityBase {
  @Id String id;
  String owner;
  String url;
  String description;
  String[] events;
  boolean allOwners;
  String sealedSecret;
  String[] sealedPreviousSecrets = {};
  Instant previousSecretValidUntil;

  @Enumerated(EnumType.STRING)
  WebhookStatus status;

  String disabledReason;
  Instant createdAt;
  Instant lastDeliveredAt;
  Instant lastFailedAt;
  Instant failingSince;

  protected Webhook() {}

  /**
   * An active webhook without a secret.
   *
   * @param owner the name of an account
   * @param allOwners whether it gets the events of everybody's videos
   */
  public Webhook(RandomId id, String owner, boolean allOwners, Instant createdAt) {
    this.id = id.value();
    this.owner = owner;
    this.allOwners = allOwners;
    this.createdAt = createdAt;
    this.status = WebhookStatus.ACTIVE;
  }

  /** Finds a webhook that is not deleted. */
  public static Optional<Webhook> findExisting(String id) {
    return RandomId.isValid(id)
        ? Webhook.<Webhook>findByIdOptional(id).filter(Webhook::exists)
        : Optional.empty();
  }

  /** Finds a webhook that is not deleted, and locks its row until the transaction ends. */
  public static Optional<Webhook> findAndLock(String id) {
    return RandomId.isValid(id)
        ? Webhook.<Webhook>findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
            .filter(Webhook::exists)
        : Optional.empty();
  }

  /** Lists the webhooks of an account, or of all accounts if that is null, the newest first. */
  public static List<Webhook> listExisting(String owner, int limit) {
    var order = " order by createdAt desc, id desc";
    var query =
        owner == null
            ? Webhook.<Webhook>find("status <> DELETED" + order)
            : Webhook.<Webhook>find("owner = ?1 and status <> DELETED" + order, owner);
    return query.page(0, limit).list();
  }

  /** Lists the webhooks of an account, and locks their rows until the transaction ends. */
  public static List<Webhook> listAndLock(String owner) {
    return Webhook.<Webhook>find("owner = ?1 and status <> DELETED order by id", owner)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .list();
  }

  /** Counts the webhooks of an account. */
  public static long countExisting(String owner) {
    return count("owner = ?1 and status <> DELETED", owner);
  }

  public String id() {
    return id;
  }

  public String owner() {
    return owner;
  }

  public String url() {
    return url;
  }

  /** What people wrote about it; null without one. */
  public String description() {
    return description;
  }

  /** The types of the events that it gets, in the order of {@link WebhookEvent}. */
  public List<String> events() {
    return List.of(events);
  }

  public boolean allOwners() {
    return allOwners;
  }

  public WebhookStatus status() {
    return status;
  }

  /** In a sentence for people; null unless it is disabled. */
  public String disabledReason() {
    return disabledReason;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant lastDeliveredAt() {
    return lastDeliveredAt;
  }

  public Instant lastFailedAt() {
    return lastFailedAt;
  }

  /** Until when requests are also signed with previous secrets; null if they aren't. */
  public Instant previousSecretValidUntil(Instant now) {
    return hasPreviousSecret(now) ? previousSecretValidUntil : null;
  }

  public boolean isActive() {
    return status == WebhookStatus.ACTIVE;
  }

  /** Changes what people choose. A new URL is another receiver, which hasn't failed yet. */
  public void describe(String newUrl, String newDescription, Collection<WebhookEvent> chosen) {
    if (!newUrl.equals(url)) {
      failingSince = null;
    }
    url = newUrl;
    description = newDescription;
    events =
        Arrays.stream(WebhookEvent.values())
            .filter(chosen::contains)
            .map(WebhookEvent::type)
            .toArray(String[]::new);
  }

  /** Makes it active again. The time for which it has been failing starts again. */
  public void enable() {
    status = WebhookStatus.ACTIVE;
    disabledReason = null;
    failingSince = null;
  }

  /**
   * @param reason a sentence for people
   */
  public void disable(String reason) {
    status = WebhookStatus.DISABLED;
    disabledReason = reason;
  }

  /** Makes it a row that a sweep removes. */
  public void markDeleted() {
    status = WebhookStatus.DELETED;
  }

  /** Records that the receiver has acknowledged an event. */
  public void recordSuccess(Instant at) {
    lastDeliveredAt = at;
    failingSince = null;
  }

  /** Records that an attempt failed. */
  public void recordFailure(Instant at) {
    lastFailedAt = at;
    failingSince = failingSince == null ? at : failingSince;
  }

  /** Whether every attempt has failed for at least this long. */
  public boolean hasFailedFor(Duration duration, Instant now) {
    return failingSince != null && !failingSince.plus(duration).isAfter(now);
  }

  boolean hasPreviousSecret(Instant now) {
    return previousSecretValidUntil != null && previousSecretValidUntil.isAfter(now);
  }

  private boolean exists() {
    return status != WebhookStatus.DELETED;
  }
}
