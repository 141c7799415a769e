package dev.slipway.webhooks.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.webhooks.Webhook;
import dev.slipway.webhooks.WebhookStatus;
import dev.slipway.webhooks.delivery.Deliveries.Backlog;
import java.time.Instant;
import java.util.List;

/**
 * A webhook as JSON and pages show it.
 *
 * @param description null without one
 * @param disabledReason a sentence for people; null unless it is disabled
 * @param allOwners whether it gets the events of everybody's videos
 * @param owner the name of the account
 * @param lastDeliveredAt when the receiver last acknowledged an event; null if it never did
 * @param lastFailedAt when an attempt last failed; null if none did
 * @param pending how many deliveries wait, up to 10,000
 * @param pendingIsExact whether there are no more than these
 * @param dead how many events are dead, without tests, up to 10,000
 * @param deadIsExact whether there are no more than these
 * @param previousSecretValidUntil until when requests are signed with the previous secret too; null
 *     if they aren't
 * @param secret with which requests are signed; only in the response that created it
 */
public record WebhookView(
    String id,
    String url,
    String description,
    List<String> events,
    WebhookStatus status,
    String disabledReason,
    boolean allOwners,
    String owner,
    Instant createdAt,
    Instant lastDeliveredAt,
    Instant lastFailedAt,
    long pending,
    boolean pendingIsExact,
    long dead,
    boolean deadIsExact,
    Instant previousSecretValidUntil,
    @JsonInclude(JsonInclude.Include.NON_NULL) String secret) {
  static WebhookView of(Webhook webhook, Backlog backlog, String secret, Instant now) {
    return new WebhookView(
        webhook.id(),
        webhook.url(),
        webhook.description(),
        webhook.events(),
        webhook.status(),
        webhook.disabledReason(),
        webhook.allOwners(),
        webhook.owner(),
        webhook.createdAt(),
        webhook.lastDeliveredAt(),
        webhook.lastFailedAt(),
        backlog.pending().value(),
        backlog.pending().isExact(),
        backlog.dead().value(),
        backlog.dead().isExact(),
        webhook.previousSecretValidUntil(now),
        secret);
  }
}
