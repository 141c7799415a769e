package dev.slipway.ingest.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The format of Google Pub/Sub push requests for notifications of Google Cloud Storage. The
 * message's attributes hold all that is needed; its data, the object's metadata, is ignored.
 *
 * <p>There is no sequencer. Pub/Sub guarantees no order, and a deletion carries the generation with
 * which the object was created, so generations do not order a creation and a deletion.
 *
 * @see <a href="https://docs.cloud.google.com/storage/docs/pubsub-notifications">Pub/Sub
 *     notifications for Cloud Storage</a>
 * @see <a href="https://docs.cloud.google.com/pubsub/docs/push">Push subscriptions</a>
 */
final class PubSubFormat {
  private PubSubFormat() {}

  static boolean matches(JsonNode tree) {
    return tree.path("subscription").isTextual() && tree.path("message").isObject();
  }

  static ParsedNotification parse(JsonNode tree) {
    try {
      var event = event(tree.path("message").path("attributes"));
      return new ParsedNotification(Dialect.GOOGLE_PUBSUB, List.of(event), null);
    } catch (UnreadableNotificationException e) {
      return ParsedNotification.unreadable(Dialect.GOOGLE_PUBSUB, e);
    }
  }

  private static S3Event event(JsonNode attributes) throws UnreadableNotificationException {
    return new S3Event(
        name(attributes.path("eventType").asText()),
        EventFields.requireText(attributes, "bucketId"),
        EventFields.key(EventFields.requireText(attributes, "objectId")),
        null,
        EventFields.time(attributes.path("eventTime")));
  }

  /** The event's name in S3's own notifications; null if they have no such event. */
  private static String name(String type) {
    return switch (type) {
      case "OBJECT_FINALIZE" -> "ObjectCreated";
      case "OBJECT_DELETE" -> "ObjectRemoved:Delete";
      // The live version became noncurrent, because it was deleted or overwritten.
      case "OBJECT_ARCHIVE" -> "ObjectRemoved";
      default -> null;
    };
  }
}
