package dev.slipway.webhooks.delivery;

import dev.slipway.catalogue.VideoStatus.VideoStatusChanged;
import dev.slipway.catalogue.VideoView;
import dev.slipway.storage.RandomId;
import dev.slipway.uploads.UploadLifecycle.UploadExpired;
import dev.slipway.webhooks.WebhookEvent;
import dev.slipway.webhooks.WebhookOwners;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import org.hibernate.query.NativeQuery;

/**
 * Records events for webhooks in the transaction that makes the change: what is committed is sent,
 * and what is rolled back is not. It is one statement for each event, whether there are webhooks or
 * not.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class Outbox {
  /**
   * Locks the webhooks against deletion, so a deletion at the same time can't make this statement
   * fail, and with it the change.
   */
  private static final String INSERT =
      """
      insert into webhook_delivery
        (webhook_id, event_id, type, payload, status, attempts, next_attempt_at, created_at)
      select w.id, :event, :type, :payload, 'PENDING', 0, :now, :now
      from webhook w join account a on a.name = w.owner
      where w.status = 'ACTIVE' and :type = any (w.events)
        and (w.owner = :owner and not w.all_owners and a.role <> 'VIEWER'
          or w.all_owners and a.role = 'ADMIN')
        and (:demo or not a.demo) and a.disabled_at is null and a.removed_at is null
      for key share of w
      """;

  private final WebhookOwners owners;
  private final EventPayloads payloads;
  private final EntityManager entities;
  private final Event<DeliveryDue> due;
  private final SecureRandom random;
  private final Clock clock;

  Outbox(
      WebhookOwners owners,
      EventPayloads payloads,
      EntityManager entities,
      Event<DeliveryDue> due,
      SecureRandom random,
      Clock clock) {
    this.owners = owners;
    this.payloads = payloads;
    this.entities = entities;
    this.due = due;
    this.random = random;
    this.clock = clock;
  }

  void onVideo(@Observes VideoStatusChanged change) {
    var video = change.video();
    var event = eventOf(video);
    var now = clock.instant();
    record(event, video.owner, payloads.video(event, video, now), now);
  }

  void onUpload(@Observes UploadExpired upload) {
    var event = WebhookEvent.UPLOAD_EXPIRED;
    var now = clock.instant();
    record(event, upload.owner(), payloads.upload(event, upload, now), now);
  }

  private void record(WebhookEvent event, String owner, String payload, Instant now) {
    var recorded =
        entities
            .createNativeQuery(INSERT)
            .unwrap(NativeQuery.class)
            // Otherwise Hibernate would write the unfinished change of the caller first.
            .addSynchronizedEntityClass(WebhookDelivery.class)
            .setParameter("event", RandomId.random(random).value())
            .setParameter("type", event.type())
            .setParameter("payload", payload)
            .setParameter("now", now)
            .setParameter("demo", owners.includeDemoAccounts())
            // Nobody owns a video that another tool stored.
            .setParameter("owner", owner == null ? "" : owner)
            .executeUpdate();
    if (recorded > 0) {
      due.fire(new DeliveryDue());
    }
  }

  private static WebhookEvent eventOf(VideoView video) {
    return switch (video.status) {
      case "READY" -> WebhookEvent.VIDEO_READY;
      case "REJECTED" -> WebhookEvent.VIDEO_REJECTED;
      case "DELETED" -> WebhookEvent.VIDEO_DELETED;
      default -> throw new IllegalStateException("No event for a video that is " + video.status);
    };
  }
}
