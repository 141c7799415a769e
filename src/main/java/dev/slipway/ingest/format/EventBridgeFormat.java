package dev.slipway.ingest.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The shape in which Amazon EventBridge passes on what S3 tells it: one event, words of its own,
 * and the key as it is.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">EventBridge
 *     event message structure</a>
 */
final class EventBridgeFormat {
  private static final String TYPE = "detail-type";

  private EventBridgeFormat() {}

  static boolean matches(JsonNode tree) {
    return tree.has(TYPE) && tree.has("detail");
  }

  static NotificationParser.ParsedNotification parse(JsonNode tree) {
    try {
      return new NotificationParser.ParsedNotification(
          Dialect.AWS_EVENTBRIDGE, List.of(event(tree)), null);
    } catch (UnreadableNotificationException e) {
      return new NotificationParser.ParsedNotification(
          Dialect.AWS_EVENTBRIDGE, List.of(), e.getMessage());
    }
  }

  private static S3Event event(JsonNode tree) throws UnreadableNotificationException {
    var detail = tree.path("detail");
    var object = detail.path("object");
    return new S3Event(
        name(tree.path(TYPE).asText(), detail),
        EventFields.requireText(detail.path("bucket"), "name"),
        EventFields.decodeKey(
            EventFields.requireText(object, "key"), Dialect.AWS_EVENTBRIDGE::decodeKey),
        EventFields.sequencer(object.path("sequencer")),
        EventFields.time(tree.path("time")));
  }

  /** The name that S3's own notification has for it; null for what it has none for. */
  private static String name(String type, JsonNode detail) {
    return switch (type) {
      case "Object Created" -> created(detail.path("reason").asText());
      case "Object Deleted" -> deleted(detail);
      default -> null;
    };
  }

  private static String created(String reason) {
    return switch (reason) {
      case "PutObject" -> "ObjectCreated:Put";
      case "POST Object" -> "ObjectCreated:Post";
      case "CopyObject" -> "ObjectCreated:Copy";
      case "CompleteMultipartUpload" -> "ObjectCreated:CompleteMultipartUpload";
      default -> "ObjectCreated";
    };
  }

  private static String deleted(JsonNode detail) {
    var isExpiry = detail.path("reason").asText().equals("Lifecycle Expiration");
    var isMarker = detail.path("deletion-type").asText().equals("Delete Marker Created");
    return (isExpiry ? "LifecycleExpiration:" : "ObjectRemoved:")
        + (isMarker ? "DeleteMarkerCreated" : "Delete");
  }
}
