package dev.slipway.webhooks.delivery;

import dev.slipway.webhooks.Webhook;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Removes and gives up deliveries in batches. Each method is one short transaction. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class DeliveryRetention {
  private static final int BATCH_SIZE = 1000;

  private final EntityManager entities;

  DeliveryRetention(EntityManager entities) {
    this.entities = entities;
  }

  /** Finds the webhooks with more pending deliveries than allowed. */
  List<String> findOverfull(int max) {
    return entities
        .createQuery(
            "select webhookId from WebhookDelivery where status = PENDING"
                + " group by webhookId having count(*) > :max",
            String.class)
        .setParameter("max", (long) max)
        .getResultList();
  }

  /** Gives up the oldest pending deliveries of a webhook, so that the allowed number is left. */
  void giveUpOldest(String webhookId, int max) {
    // Locked first, as in DeliveryQueue.
    if (Webhook.findAndLock(webhookId).isEmpty()) {
      return;
    }
    entities
        .createNativeQuery(
            """
            update webhook_delivery
            set status = 'DEAD', next_attempt_at = null, problem = :problem
            where id in (
              select id from webhook_delivery
              where webhook_id = :webhook and status = 'PENDING' and claimed_until is null
              order by id
              limit greatest(0, (select count(*) from webhook_delivery
                where webhook_id = :webhook and status = 'PENDING') - :max))
            """)
        .setParameter("webhook", webhookId)
        .setParameter("max", max)
        .setParameter("problem", "More than %d events waited for this webhook.".formatted(max))
        .executeUpdate();
  }

  /**
   * Deletes the oldest deliveries if their event was before a time. Ids are in the order of events.
   *
   * @return whether there may be more
   */
  boolean deleteOlderBatch(Instant cutoff) {
    return entities
            .createNativeQuery(
                """
                delete from webhook_delivery where id in (
                  select id from (
                    select id, created_at from webhook_delivery order by id limit :batch) oldest
                  where created_at < :cutoff)
                """)
            .setParameter("batch", BATCH_SIZE)
            .setParameter("cutoff", cutoff)
            .executeUpdate()
        == BATCH_SIZE;
  }

  /**
   * Finds the webhooks with more deliveries than are kept.
   *
   * @return by webhook, the newest delivery that isn't kept
   */
  Map<String, Long> findLastToRemove(int maxKept) {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                select w.id, d.id from webhook w cross join lateral (
                  select id from webhook_delivery where webhook_id = w.id
                  order by id desc offset :kept limit 1) d
                """,
                Object[].class)
            .setParameter("kept", maxKept)
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .collect(Collectors.toMap(row -> (String) row[0], row -> ((Number) row[1]).longValue()));
  }

  /**
   * Deletes the oldest deliveries of a webhook that don't wait.
   *
   * @param lastId the newest one to delete
   * @return whether there may be more
   */
  boolean deleteFinishedBatch(String webhookId, long lastId) {
    return entities
            .createNativeQuery(
                "delete from webhook_delivery where id in (select id from webhook_delivery"
                    + " where webhook_id = :webhook and id <= :last and status <> 'PENDING'"
                    + " order by id limit :batch)")
            .setParameter("webhook", webhookId)
            .setParameter("last", lastId)
            .setParameter("batch", BATCH_SIZE)
            .executeUpdate()
        == BATCH_SIZE;
  }

  List<String> findDeletedWebhooks() {
    return entities
        .createQuery("select id from Webhook where status = DELETED", String.class)
        .getResultList();
  }

  /** Returns whether there may be more. */
  boolean deleteBatchOf(String webhookId) {
    return entities
            .createNativeQuery(
                "delete from webhook_delivery where id in (select id from webhook_delivery"
                    + " where webhook_id = :webhook order by id limit :batch)")
            .setParameter("webhook", webhookId)
            .setParameter("batch", BATCH_SIZE)
            .executeUpdate()
        == BATCH_SIZE;
  }

  void deleteWebhook(String webhookId) {
    Webhook.delete("id = ?1 and status = DELETED", webhookId);
  }
}
