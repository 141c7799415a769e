package dev.slipway.ingest.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/**
 * The notification format of Amazon S3, which other stores have adopted: a list of {@code Records}.
 * The field {@code eventSource} identifies the store, and the stores differ in how they encode the
 * object key: MinIO and S3 form-encode it, so it is decoded here; the keys of other formats, such
 * as {@link EventBridgeFormat}, are plain.
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

  /** Parses each record separately, so that a bad one does not affect the others. */
  static ParsedNotification parse(JsonNode tree) throws UnreadableNotificationException {
    var records = tree.path(RECORDS);
    if (isPing(tree, records)) {
      return ParsedNotification.withoutEvents(Dialect.MINIO_LISTEN);
    }
    if (!records.isArray() || records.isEmpty()) {
      throw new UnreadableNotificationException("The notification has no Records");
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
    return new ParsedNotification(dialect(tree, records.get(0)), events, problem);
  }

  /** MinIO's listen API sends a ping when it has no event to send. */
  private static boolean isPing(JsonNode tree, JsonNode records) {
    return records.isNull() && tree.size() == 1;
  }

  /** MinIO's targets add the event's name above the records; its listen API does not. */
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
        EventFields.requireText(s3, "bucket", "name"),
        EventFields.key(decodeKey(EventFields.requireText(s3, "object", "key"), dialect)),
        // Ceph writes the bytes of a timestamp in memory order: seconds first, and on most machines
        // each number with its lowest byte first. Such values do not grow with time.
        dialect == Dialect.CEPH ? null : EventFields.sequencer(object.path("sequencer")),
        EventFields.time(entry.path("eventTime")));
  }

  /** An unknown sender most likely encodes keys as Amazon S3 documents it. */
  private static String decodeKey(String key, Dialect dialect)
      throws UnreadableNotificationException {
    if (dialect != null && !dialect.isFormEncoded()) {
      return key;
    }
    try {
      // With a character for each byte, because URLDecoder replaces bytes that are not UTF-8.
      var bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(key));
      var encoded = StandardCharsets.ISO_8859_1.decode(bytes).toString();
      var decoded = URLDecoder.decode(encoded, StandardCharsets.ISO_8859_1);
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(StandardCharsets.ISO_8859_1.encode(decoded))
          .toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableNotificationException(
          "The key can't be decoded: its bytes are not UTF-8");
    } catch (IllegalArgumentException e) {
      throw new UnreadableNotificationException(
          "The key can't be decoded: a % is not followed by two hexadecimal digits");
    }
  }
}
