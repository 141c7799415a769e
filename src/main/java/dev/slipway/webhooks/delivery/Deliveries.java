package dev.slipway.webhooks.delivery;

import dev.slipway.storage.RandomId;
import dev.slipway.web.BoundedCount;
import dev.slipway.webhooks.Webhook;
import dev.slipway.webhooks.WebhookEvent;
import dev.slipway.webhooks.WebhooksConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The deliveries of webhooks as people see them: listed, counted, tested, replayed and given up.
 * All changes join the caller's transaction, in which the webhook is locked.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Deliveries {
  /** Beyond it, a count says nothing more, and counting would take too long. */
  private static final int MAX_COUNT = 10_000;

  private static final String DEAD =
      "webhookId = ?1 and status = DEAD and type <> '" + WebhookEvent.TEST.type() + "'";

  private static final String REPLAY =
      """
      update webhook_delivery set status = 'PENDING', attempts = 0, next_attempt_at = :now
      where id in (
        select id from webhook_delivery
        where webhook_id = :webhook and status = 'DEAD' and type <> :test and created_at >= :since
        order by id limit :max)
      """;

  private static final String GIVE_UP =
      "status = DEAD, problem = ?2, nextAttemptAt = null, claimedUntil = null"
          + " where webhookId = ?1 and status = PENDING";

  private final WebhooksConfig config;
  private final EventPayloads payloads;
  private final Event<DeliveryDue> due;
  private final SecureRandom random;
  private final Clock clock;

  Deliveries(
      WebhooksConfig config,
      EventPayloads payloads,
      Event<DeliveryDue> due,
      SecureRandom random,
      Clock clock) {
    this.config = config;
    this.payloads = payloads;
    this.due = due;
    this.random = random;
    this.clock = clock;
  }

  /** Records a test event for one webhook. It is sent once, and not again if that fails. */
  public WebhookDelivery test(Webhook webhook) {
    var now = clock.instant();
    var event = WebhookEvent.TEST.type();
    var payload = payloads.test(webhook.id(), now);
    var delivery =
        new WebhookDelivery(webhook.id(), RandomId.random(random).value(), event, payload, now);
    delivery.persist();
    due.fire(new DeliveryDue());
    return delivery;
  }

  /**
   * Lists deliveries, the newest first.
   *
   * @param status null for all
   * @param before the id of the last one on the previous page; null for the first page
   */
  public List<WebhookDelivery> list(
      String webhookId, DeliveryStatus status, Long before, int limit) {
    // The status is a literal, so that PostgreSQL knows how selective it is.
    var condition = status == null ? "" : " and status = " + status;
    return WebhookDelivery.<WebhookDelivery>find(
            "webhookId = ?1 and id < ?2" + condition + " order by id desc",
            webhookId,
            before == null ? Long.MAX_VALUE : before)
        .page(0, limit)
        .list();
  }

  /** Finds a delivery of a webhook. */
  public Optional<WebhookDelivery> find(String webhookId, long id) {
    return WebhookDelivery.find("id = ?1 and webhookId = ?2", id, webhookId).firstResultOptional();
  }

  /** Sends a delivery again that is dead or delivered; one that is pending is sent at once. */
  public Optional<WebhookDelivery> replay(String webhookId, long id) {
    var found =
        WebhookDelivery.<WebhookDelivery>find("id = ?1 and webhookId = ?2", id, webhookId)
            .withLock(LockModeType.PESSIMISTIC_WRITE)
            .firstResultOptional();
    found
        .filter(delivery -> delivery.claimedUntil == null)
        .ifPresent(delivery -> delivery.replay(clock.instant()));
    due.fire(new DeliveryDue());
    return found;
  }

  /**
   * Sends dead events again, except tests, the oldest first: as many as may wait for a webhook.
   *
   * @param since only events that happened from then on; null for all
   */
  public Replayed replayDead(String webhookId, Instant since) {
    var from = since == null ? Instant.EPOCH : since;
    var pending = WebhookDelivery.count("webhookId = ?1 and status = PENDING", webhookId);
    var replayed =
        WebhookDelivery.getEntityManager()
            .createNativeQuery(REPLAY)
            .setParameter("webhook", webhookId)
            .setParameter("test", WebhookEvent.TEST.type())
            .setParameter("since", from)
            .setParameter("now", clock.instant())
            .setParameter("max", Math.max(0, config.maxPending() - pending))
            .executeUpdate();
    due.fire(new DeliveryDue());
    return new Replayed(
        replayed, WebhookDelivery.count(DEAD + " and createdAt >= ?2", webhookId, from));
  }

  /**
   * @param replayed how many events are sent again
   * @param remaining how many are still dead, because no more may wait at a time
   */
  public record Replayed(long replayed, long remaining) {}

  /**
   * Gives up everything that waits. An attempt that is running can still succeed at the receiver.
   *
   * @param reason a sentence for people
   */
  public void giveUpPending(String webhookId, String reason) {
    WebhookDelivery.update(GIVE_UP, webhookId, reason);
  }

  /** The same for events; tests are also sent to a disabled webhook. */
  void giveUpEvents(String webhookId, String reason) {
    WebhookDelivery.update(
        GIVE_UP + " and type <> '" + WebhookEvent.TEST.type() + "'", webhookId, reason);
  }

  /** Counts what waits and what is dead, except tests, each up to {@value #MAX_COUNT}. */
  public Map<String, Backlog> count(Collection<String> webhookIds) {
    Map<String, Backlog> backlogs = new HashMap<>();
    if (webhookIds.isEmpty()) {
      return backlogs;
    }
    List<?> rows =
        WebhookDelivery.getEntityManager()
            .createNativeQuery(
                """
                select w.id, p.n, d.n from webhook w,
                  lateral (select count(*) n from (
                    select 1 from webhook_delivery
                    where webhook_id = w.id and status = 'PENDING' limit :max) one) p,
                  lateral (select count(*) n from (
                    select 1 from webhook_delivery
                    where webhook_id = w.id and status = 'DEAD' and type <> :test limit :max) one) d
                where w.id in (:ids)
                """,
                Object[].class)
            .setParameter("max", MAX_COUNT + 1)
            .setParameter("test", WebhookEvent.TEST.type())
            .setParameter("ids", webhookIds)
            .getResultList();
    for (var row : rows) {
      var columns = (Object[]) row;
      backlogs.put(
          (String) columns[0],
          new Backlog(counted((Number) columns[1]), counted((Number) columns[2])));
    }
    return backlogs;
  }

  private static BoundedCount counted(Number found) {
    return BoundedCount.of(found.longValue(), MAX_COUNT);
  }

  /** What waits and what is dead. */
  public record Backlog(BoundedCount pending, BoundedCount dead) {
    public static final Backlog NONE =
        new Backlog(BoundedCount.of(0, MAX_COUNT), BoundedCount.of(0, MAX_COUNT));
  }
}
