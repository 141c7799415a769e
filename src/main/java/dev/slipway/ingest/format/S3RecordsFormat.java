package dev.slipway.ingest.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;

/**
 * The shape that S3 has given to its notifications and that other stores have taken over: a list of
 * {@code Records}. They differ in how they spell the key, and {@code eventSource} tells who wrote
 * it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">
 *     Event message structure</a>
 * @see <a href="https://docs.ceph.com/en/latest/radosgw/notifications/">Ceph's bucket
 *     notifications</a>
 */
final class S3RecordsFormat {
  static final String RECORDS = "Records";

  private S3RecordsFormat() {}

  /** One bad record does not hold back those beside it. */
  static NotificationParser.ParsedNotification parse(JsonNode tree)
      throws UnreadableNotificationException {
    var records = tree.path(RECORDS);
    if (isPing(tree, records)) {
      return NotificationParser.ParsedNotification.withoutEvents(Dialect.MINIO_LISTEN);
    }
    if (!records.isArray() || records.isEmpty()) {
      throw new UnreadableNotificationException("There are no Records in it");
    }
    var events = new ArrayList<S3Event>();
    String problem = null;
    for (var entry : records) {
      try {
        events.add(event(entry, dialect(tree, entry)));
      } catch (UnreadableNotificationException e) {
        problem = e.getMessage();
      }
    }
    return new NotificationParser.ParsedNotification(
        dialect(tree, records.get(0)), events, problem);
  }

  /** MinIO's listen API sends one where nothing else is to be sent. */
  private static boolean isPing(JsonNode tree, JsonNode records) {
    return records.isNull() && tree.size() == 1;
  }

  /** MinIO's targets put the event's name above the records, its listen API does not. */
  private static Dialect dialect(JsonNode tree, JsonNode entry) {
    return switch (entry.path("eventSource").asText()) {
      case "minio:s3" -> tree.has("EventName") ? Dialect.MINIO : Dialect.MINIO_LISTEN;
      case "aws:s3" -> Dialect.AWS;
      case "ceph:s3" -> Dialect.CEPH;
      case "rustfs:s3" -> Dialect.RUSTFS;
      default -> null;
    };
  }

  private static S3Event event(JsonNode entry, Dialect dialect)
      throws UnreadableNotificationException {
    var s3 = entry.path("s3");
    var object = s3.path("object");
    return new S3Event(
        EventFields.name(entry.path("eventName")),
        EventFields.requireText(s3.path("bucket"), "name"),
        EventFields.decodeKey(
            EventFields.requireText(object, "key"),
            dialect == null ? Dialect::decodeForm : dialect::decodeKey),
        // Ceph writes the bytes of a time as they lie in memory, seconds first and each number
        // backwards on most machines: it grows with nothing.
        dialect == Dialect.CEPH ? null : EventFields.sequencer(object.path("sequencer")),
        EventFields.time(entry.path("eventTime")));
  }
}
