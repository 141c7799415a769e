package dev.slipway.webhooks.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.slipway.webhooks.delivery.DeliveryStatus;
import dev.slipway.webhooks.delivery.WebhookDelivery;
import java.time.Instant;

/**
 * One event for one webhook as JSON and pages show it.
 *
 * @param event the type, such as {@code video.ready}
 * @param eventId the value of {@code webhook-id}
 * @param attempts since it was created or replayed
 * @param nextAttemptAt null while an attempt runs, and unless it is pending
 * @param lastAttemptAt null before the first attempt
 * @param responseStatus of the last response; null if there was none
 * @param problem why the last attempt failed, or why no further one follows; otherwise null
 * @param durationMillis of the last attempt
 * @param payload the body, which is JSON
 */
public record DeliveryView(
    long id,
    String event,
    String eventId,
    DeliveryStatus status,
    Instant createdAt,
    int attempts,
    Instant nextAttemptAt,
    Instant lastAttemptAt,
    Integer responseStatus,
    String problem,
    Long durationMillis,
    @JsonRawValue String payload) {
  static DeliveryView of(WebhookDelivery delivery) {
    return new DeliveryView(
        delivery.id(),
        delivery.type(),
        delivery.eventId(),
        delivery.status(),
        delivery.createdAt(),
        delivery.attempts(),
        delivery.nextAttemptAt(),
        delivery.lastAttemptAt(),
        delivery.responseStatus(),
        delivery.problem(),
        delivery.durationMillis(),
        delivery.payload());
  }
}
