package dev.slipway.webhooks.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.catalogue.VideoView;
import dev.slipway.uploads.UploadLifecycle.UploadExpired;
import dev.slipway.webhooks.WebhookEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/**
 * The bodies of requests: {@code {"type", "timestamp", "data"}} as Standard Webhooks recommends.
 *
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
@ApplicationScoped
class EventPayloads {
  private final ObjectMapper json;

  EventPayloads(ObjectMapper json) {
    this.json = json;
  }

  String video(WebhookEvent event, VideoView video, Instant at) {
    return write(event, at, VideoData.of(video));
  }

  String upload(WebhookEvent event, UploadExpired upload, Instant at) {
    return write(event, at, UploadData.of(upload));
  }

  String test(String webhookId, Instant at) {
    return write(WebhookEvent.TEST, at, new TestData(webhookId));
  }

  private String write(WebhookEvent event, Instant at, Object data) {
    try {
      return json.writeValueAsString(new Payload(event.type(), at, data));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Records of simple values can be written as JSON", e);
    }
  }

  /**
   * @param timestamp when the event happened; {@code webhook-timestamp} is the time of the attempt
   */
  record Payload(String type, Instant timestamp, Object data) {}

  /** A test is about the webhook itself. */
  record TestData(String webhookId) {}
}
