package dev.slipway.ingest.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What Google Pub/Sub pushes where a bucket of Google Cloud Storage notifies a topic. All that
 * matters stands in the message's attributes; its data, the object's metadata, need not be read.
 *
 * <p>There is no sequencer in it: Pub/Sub promises no order, and the generation that a deletion
 * names is the one that its object was put with, so it does not tell which of the two came first.
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

  static NotificationParser.ParsedNotification parse(JsonNode tree) {
    try {
      var event = event(tree.path("message").path("attributes"));
      return new NotificationParser.ParsedNotification(Dialect.GOOGLE_PUBSUB, List.of(event), null);
    } catch (UnreadableNotificationException e) {
      return new NotificationParser.ParsedNotification(
          Dialect.GOOGLE_PUBSUB, List.of(), e.getMessage());
    }
  }

  private static S3Event event(JsonNode attributes) throws UnreadableNotificationException {
    return new S3Event(
        name(attributes.path("eventType").asText()),
        EventFields.requireText(attributes, "bucketId"),
        EventFields.decodeKey(
            EventFields.requireText(attributes, "objectId"), Dialect.GOOGLE_PUBSUB::decodeKey),
        null,
        EventFields.time(attributes.path("eventTime")));
  }

  /** The name that S3's own notification has for it; null for what it has none for. */
  private static String name(String type) {
    return switch (type) {
      case "OBJECT_FINALIZE" -> "ObjectCreated";
      case "OBJECT_DELETE" -> "ObjectRemoved:Delete";
      // The current version is one of the old ones now, by a deletion or by what was put over it.
      case "OBJECT_ARCHIVE" -> "ObjectRemoved";
      default -> null;
    };
  }
}
