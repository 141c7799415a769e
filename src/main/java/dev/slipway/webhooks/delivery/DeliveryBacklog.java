package dev.slipway.webhooks.delivery;

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
  private final EntityManager entities;
  private final Clock clock;

  DeliveryBacklog(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  long countPending() {
    return WebhookDelivery.count("status = PENDING");
  }

  /** How long the most overdue delivery has been waiting; zero if none is due. */
  Duration longestOverdue() {
    var now = clock.instant();
    var oldest =
        entities
            .createQuery(
                "select min(nextAttemptAt) from WebhookDelivery where status = PENDING",
                Instant.class)
            .getSingleResult();
    return oldest == null || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
  }
}
