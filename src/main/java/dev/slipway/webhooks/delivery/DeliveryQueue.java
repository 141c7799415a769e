package dev.slipway.webhooks.delivery;

import dev.slipway.audit.AuditLog;
import dev.slipway.web.Formats;
import dev.slipway.web.NativeQueries;
import dev.slipway.web.database.Locks;
import dev.slipway.webhooks.Webhook;
import dev.slipway.webhooks.WebhookEvent;
import dev.slipway.webhooks.WebhookOwners;
import dev.slipway.webhooks.WebhookSecrets;
import dev.slipway.webhooks.WebhooksConfig;
import dev.slipway.webhooks.sending.Message;
import dev.slipway.webhooks.sending.Outcome;
import dev.slipway.webhooks.sending.SendResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The deliveries as a work queue that all replicas share. A worker claims some of one webhook for
 * the time of an attempt, sends them outside any transaction, and records the result. Each method
 * is one transaction. The webhook is locked before its deliveries wherever both are locked, to
 * avoid deadlocks.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class DeliveryQueue {
  private static final Logger LOG = Logger.getLogger(DeliveryQueue.class);

  /** How many attempts fit into the time of a claim, so that it never ends during one. */
  private static final int ATTEMPTS_PER_LEASE = 3;

  /**
   * The webhooks for which something is due and fewer than the allowed number of attempts run, as
   * {@code due (webhook_id, next_attempt_at, running)}. Reads the index of pending deliveries once
   * for each webhook, however many deliveries it has.
   */
  static final String DUE =
      """
      with recursive waiting (webhook_id) as (
        (select webhook_id from webhook_delivery where status = 'PENDING'
          order by webhook_id limit 1)
        union all
        select (select d.webhook_id from webhook_delivery d
            where d.status = 'PENDING' and d.webhook_id > w.webhook_id
            order by d.webhook_id limit 1)
          from waiting w where w.webhook_id is not null),
      due (webhook_id, next_attempt_at, running) as (
        select w.webhook_id, oldest.next_attempt_at, attempts.running from waiting w
        cross join lateral (
          select d.next_attempt_at from webhook_delivery d
          where d.status = 'PENDING' and d.webhook_id = w.webhook_id and d.next_attempt_at <= :now
          order by d.next_attempt_at limit 1) oldest
        cross join lateral (
          select count(*) running from webhook_delivery c
          where c.webhook_id = w.webhook_id and c.claimed_until > :now) attempts
        where w.webhook_id is not null and attempts.running < :max)
      """;

  /**
   * The fewest running attempts come first: otherwise the old backlogs of several slow receivers
   * would get every sender that becomes free.
   */
  private static final String DUE_WEBHOOKS =
      DUE + "select webhook_id from due order by running, next_attempt_at limit :limit";

  private final WebhooksConfig config;
  private final WebhookOwners owners;
  private final WebhookSecrets secrets;
  private final RetrySchedule retries;
  private final Deliveries deliveries;
  private final AuditLog audit;
  private final Clock clock;

  DeliveryQueue(
      WebhooksConfig config,
      WebhookOwners owners,
      WebhookSecrets secrets,
      RetrySchedule retries,
      Deliveries deliveries,
      AuditLog audit,
      Clock clock) {
    this.config = config;
    this.owners = owners;
    this.secrets = secrets;
    this.retries = retries;
    this.deliveries = deliveries;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * @throws IllegalArgumentException if a setting is out of bounds
   */
  static void requireValid(WebhooksConfig config) {
    var timeout = config.timeout();
    if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException(
          "SLIPWAY_WEBHOOKS_TIMEOUT must be above zero and at most 5 minutes.");
    }
    if (config.lease().compareTo(timeout.multipliedBy(ATTEMPTS_PER_LEASE)) < 0) {
      throw new IllegalArgumentException(
          "SLIPWAY_WEBHOOKS_LEASE must be at least %d times SLIPWAY_WEBHOOKS_TIMEOUT."
              .formatted(ATTEMPTS_PER_LEASE));
    }
    if (config.concurrency() < 1
        || config.concurrencyPerWebhook() < 1
        || config.maxPending() < 1
        || config.maxKept() < 1
        || config.maxPerAccount() < 0) {
      throw new IllegalArgumentException(
          "SLIPWAY_WEBHOOKS_CONCURRENCY, _CONCURRENCY_PER_WEBHOOK, _MAX_PENDING and _MAX_KEPT must"
              + " be above zero, and _MAX_PER_ACCOUNT must not be negative.");
    }
    if (config.disableAfter().isNegative()
        || config.rotationPeriod().isNegative()
        || config.keep().toDays() < 1) {
      throw new IllegalArgumentException(
          "SLIPWAY_WEBHOOKS_DISABLE_AFTER and _ROTATION_PERIOD must not be negative, and"
              + " SLIPWAY_WEBHOOKS_KEEP must be at least a day.");
    }
  }

  /**
   * Finds the webhooks to which something can be sent now: those with the fewest running attempts
   * first, and of these the one that waits longest.
   */
  List<String> findDueWebhooks(int limit) {
    return NativeQueries.scalars(WebhookDelivery.getEntityManager(), DUE_WEBHOOKS, String.class)
        .setParameter("now", clock.instant())
        .setParameter("max", config.concurrencyPerWebhook())
        .setParameter("limit", limit)
        .getResultList();
  }

  /**
   * Claims due deliveries of a webhook, oldest first. If this process dies, they are due again when
   * the claims end.
   *
   * @param max how many at most; fewer if attempts for this webhook are running
   * @return none if another worker claims deliveries of this webhook at this moment
   */
  List<Claim> claim(String webhookId, int max) {
    var locked =
        Locks.skipLocked(Webhook.<Webhook>find("id", webhookId)).<Webhook>firstResultOptional();
    if (locked.isEmpty()) {
      return List.of();
    }
    var webhook = locked.get();
    var now = clock.instant();
    // Events that were recorded while the webhook was being disabled or deleted.
    if (!webhook.isActive()) {
      deliveries.giveUpEvents(webhookId, "The webhook is disabled.");
    }
    var refusal = owners.refusal(webhook);
    if (refusal.isPresent()) {
      deliveries.giveUpPending(webhookId, refusal.get());
      return List.of();
    }
    var running = WebhookDelivery.count("webhookId = ?1 and claimedUntil > ?2", webhookId, now);
    var free = (int) Math.min(max, config.concurrencyPerWebhook() - running);
    if (free <= 0) {
      return List.of();
    }
    var keys = secrets.keysOf(webhook);
    return Locks.skipLocked(
            WebhookDelivery.<WebhookDelivery>find(
                "webhookId = ?1 and status = PENDING and nextAttemptAt <= ?2"
                    + " order by nextAttemptAt",
                webhookId,
                now))
        .page(0, free)
        .stream()
        .map(delivery -> claim(delivery, webhook, keys, now.plus(config.lease())))
        .toList();
  }

  /**
   * Records the result of an attempt, unless the delivery was claimed again, replayed or given up
   * since.
   *
   * @return the state of the delivery; empty if nothing was recorded
   */
  Optional<DeliveryStatus> finish(Claim claim, SendResult result) {
    var webhook = Webhook.findAndLock(claim.webhookId());
    WebhookDelivery delivery =
        WebhookDelivery.findById(claim.deliveryId(), LockModeType.PESSIMISTIC_WRITE);
    if (webhook.isEmpty() || delivery == null || !delivery.isClaimedBy(claim.until())) {
      return Optional.empty();
    }
    delivery.recordAttempt(
        result.startedAt(),
        result.status(),
        result.outcome().problem(),
        result.duration().toMillis());
    // What another receiver answered, before the URL was changed, says nothing about this one.
    var isCurrent = claim.url().equals(webhook.get().url());
    if (result.outcome() == Outcome.DELIVERED) {
      delivery.markDelivered();
      if (isCurrent) {
        webhook.get().recordSuccess(clock.instant());
      }
    } else if (isCurrent) {
      recordFailure(webhook.get(), delivery, result);
    } else {
      delivery.retryAt(clock.instant());
    }
    return Optional.of(delivery.status);
  }

  private Claim claim(WebhookDelivery delivery, Webhook webhook, List<byte[]> keys, Instant until) {
    delivery.claim(until);
    return new Claim(
        delivery.id,
        until,
        webhook.id(),
        webhook.url(),
        new Message(delivery.eventId, delivery.payload, keys));
  }

  private void recordFailure(Webhook webhook, WebhookDelivery delivery, SendResult result) {
    var now = clock.instant();
    var problem = result.outcome().problem();
    webhook.recordFailure(now);
    if (result.outcome() == Outcome.GONE) {
      delivery.markDead(problem);
      disable(webhook, problem);
      return;
    }
    var isTest = delivery.type.equals(WebhookEvent.TEST.type());
    var delay =
        isTest
            ? Optional.<Duration>empty()
            : retries.delayAfter(delivery.attempts, result.retryAfter());
    if (delay.isPresent()) {
      delivery.retryAt(now.plus(delay.get()));
      return;
    }
    delivery.markDead(problem);
    if (!isTest && webhook.hasFailedFor(config.disableAfter(), now)) {
      disable(
          webhook,
          "All attempts failed for %s."
              .formatted(Formats.humanMillisAtMost(config.disableAfter().toMillis())));
    }
  }

  private void disable(Webhook webhook, String reason) {
    if (!webhook.isActive()) {
      return;
    }
    webhook.disable(reason);
    deliveries.giveUpPending(webhook.id(), "The webhook was disabled. " + reason);
    audit.record(AuditLog.SYSTEM, "webhook.disabled", webhook.id(), reason);
    LOG.infof("Webhook %s of %s was disabled: %s", webhook.id(), webhook.owner(), reason);
  }
}
