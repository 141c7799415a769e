package dev.slipway.ingest.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The format in which Amazon EventBridge delivers events of S3: one event, with names of its own,
 * and the object key without encoding.
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

  static ParsedNotification parse(JsonNode tree) {
    try {
      return new ParsedNotification(Dialect.AWS_EVENTBRIDGE, List.of(event(tree)), null);
    } catch (UnreadableNotificationException e) {
      return ParsedNotification.unreadable(Dialect.AWS_EVENTBRIDGE, e);
    }
  }

  private static S3Event event(JsonNode tree) throws UnreadableNotificationException {
    var detail = tree.path("detail");
    var object = detail.path("object");
    return new S3Event(
        name(tree.path(TYPE).asText(), detail),
        EventFields.requireText(detail, "bucket", "name"),
        EventFields.key(EventFields.requireText(detail, "object", "key")),
        EventFields.sequencer(object.path("sequencer")),
        EventFields.time(tree.path("time")));
  }

  /** The event's name in S3's own notifications; null if they have no such event. */
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
