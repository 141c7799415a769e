package dev.slipway.webhooks.delivery;

import dev.slipway.webhooks.WebhooksConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Measures what waits to be sent, for all webhooks together. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class DeliveryBacklog {
  private final WebhooksConfig config;
  private final EntityManager entities;
  private final Clock clock;

  DeliveryBacklog(WebhooksConfig config, EntityManager entities, Clock clock) {
    this.config = config;
    this.entities = entities;
    this.clock = clock;
  }

  long countPending() {
    return WebhookDelivery.count("status = PENDING");
  }

  /**
   * How long the most overdue delivery has been waiting; zero if none is due. One whose receiver is
   * busy with as many attempts as it gets at a time is not overdue.
   */
  Duration longestOverdue() {
    var now = clock.instant();
    var oldest =
        (Instant)
            entities
                .createNativeQuery(
                    DeliveryQueue.DUE + "select min(next_attempt_at) from due", Instant.class)
                .setParameter("now", now)
                .setParameter("max", config.concurrencyPerWebhook())
                .getSingleResult();
    return oldest == null ? Duration.ZERO : Duration.between(oldest, now);
  }
}
