package dev.slipway.webhooks.delivery;

import dev.slipway.web.NativeQueries;
import dev.slipway.webhooks.WebhookEvent;
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
  /** Of each webhook, dead and waiting requests are counted up to this number. */
  private static final int MAX_COUNT = 1_000;

  /** Reads a few entries of an index for each webhook, however many deliveries it has. */
  private static final String SUMMARY =
      """
      select count(*), coalesce(sum(p.n), 0), min(o.created_at), coalesce(sum(d.n), 0),
             count(*) filter (where d.n > 0)
        from webhook w
        cross join lateral (select count(*) n from (
          select 1 from webhook_delivery
            where webhook_id = w.id and status = 'PENDING' limit :max) one) p
        left join lateral (
          select created_at from webhook_delivery
            where webhook_id = w.id and status = 'PENDING' order by id limit 1) o on true
        cross join lateral (select count(*) n from (
          select created_at from webhook_delivery
            where webhook_id = w.id and status = 'DEAD' and type <> :test
            order by id desc limit :max) latest where created_at >= :since) d
        where w.status <> 'DELETED'
      """;

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
   * Counts the webhooks and their requests.
   *
   * @param since dead requests for events before this time are left out, and so are tests
   */
  Summary summarize(Instant since) {
    var row =
        (Object[])
            entities
                .createNativeQuery(SUMMARY, Object[].class)
                .setParameter("max", MAX_COUNT)
                .setParameter("test", WebhookEvent.TEST.type())
                .setParameter("since", since)
                .getSingleResult();
    return new Summary(
        count(row[0]), count(row[1]), (Instant) row[2], count(row[3]), count(row[4]));
  }

  private static long count(Object value) {
    return ((Number) value).longValue();
  }

  /**
   * How long the most overdue delivery has been waiting; zero if none is due. One whose receiver is
   * busy with as many attempts as it gets at a time is not overdue.
   */
  Duration longestOverdue() {
    var now = clock.instant();
    var oldest =
        NativeQueries.scalars(
                entities, DeliveryQueue.DUE + "select min(next_attempt_at) from due", Instant.class)
            .setParameter("now", now)
            .setParameter("max", config.concurrencyPerWebhook())
            .getSingleResult();
    return oldest == null ? Duration.ZERO : Duration.between(oldest, now);
  }

  /**
   * The state of all webhooks.
   *
   * @param oldestPendingAt when the oldest event that waits happened; null if none waits
   */
  record Summary(
      long webhooks, long pending, Instant oldestPendingAt, long dead, long webhooksWithDead) {}
}
