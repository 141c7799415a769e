package dev.slipway.webhooks.api;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import dev.slipway.web.Page;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.webhooks.delivery.Deliveries;
import dev.slipway.webhooks.delivery.Deliveries.Replayed;
import dev.slipway.webhooks.delivery.DeliveryStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;

/** Shows, tests and replays the deliveries of webhooks on behalf of people who may manage them. */
@ApplicationScoped
@Transactional
public class WebhookDeliveries {
  public static final int DEFAULT_PAGE_SIZE = 50;
  public static final int MAX_PAGE_SIZE = 200;

  private final WebhookAccess access;
  private final Deliveries deliveries;
  private final CurrentAccount caller;
  private final AuditLog audit;

  WebhookDeliveries(
      WebhookAccess access, Deliveries deliveries, CurrentAccount caller, AuditLog audit) {
    this.access = access;
    this.deliveries = deliveries;
    this.caller = caller;
    this.audit = audit;
  }

  /**
   * Lists deliveries, the newest first.
   *
   * @param status null for all
   * @param before the cursor of the page; null for the first one
   * @param limit from 1 to {@link #MAX_PAGE_SIZE}
   * @throws ProblemException {@code not-found}
   */
  public Page<DeliveryView, Long> list(String id, DeliveryStatus status, Long before, int limit) {
    access.require(id);
    return Page.of(
        deliveries.list(id, status, before, limit + 1).stream().map(DeliveryView::of).toList(),
        limit,
        DeliveryView::id);
  }

  /**
   * Finds a delivery of a webhook.
   *
   * @throws ProblemException {@code not-found} if there is no such webhook
   */
  public Optional<DeliveryView> find(String id, long deliveryId) {
    return deliveries.find(access.require(id).id(), deliveryId).map(DeliveryView::of);
  }

  /**
   * Sends a test event, also to a disabled webhook.
   *
   * @throws ProblemException {@code not-found}
   */
  public DeliveryView test(String id) {
    return DeliveryView.of(deliveries.test(access.requireLocked(id)));
  }

  /**
   * Sends an event again.
   *
   * @throws ProblemException {@code not-found}; {@code webhook-disabled}
   */
  public DeliveryView replay(String id, long deliveryId) {
    var webhook = access.requireActive(id);
    var delivery =
        deliveries
            .replay(webhook.id(), deliveryId)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ErrorCode.NOT_FOUND, "The webhook has no delivery with this id."));
    recordReplay(id, "event " + delivery.eventId());
    return DeliveryView.of(delivery);
  }

  /**
   * Sends dead events again, except tests, the oldest first: as many as may wait for a webhook.
   *
   * @param since only events that happened from then on; null for all
   * @throws ProblemException {@code not-found}; {@code webhook-disabled}
   */
  public Replayed replayDead(String id, Instant since) {
    var webhook = access.requireActive(id);
    var replayed = deliveries.replayDead(webhook.id(), since);
    recordReplay(id, "%d events".formatted(replayed.replayed()));
    return replayed;
  }

  private void recordReplay(String id, String detail) {
    audit.record(caller.getName(), "webhook.replayed", id, detail, caller.address());
  }
}
