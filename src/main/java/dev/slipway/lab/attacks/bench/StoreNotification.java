package dev.slipway.lab.attacks.bench;

import dev.slipway.ingest.format.Sequencer;
import dev.slipway.storage.ObjectKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * A notification in MinIO's format about an object that was put.
 *
 * @param size in bytes, true or not
 * @param sequencer the store's order of events
 */
public record StoreNotification(
    String bucket, ObjectKey key, long size, String etag, Instant at, String sequencer) {
  private static final String EVENT = "s3:ObjectCreated:Put";

  public static StoreNotification put(
      String bucket, ObjectKey key, long size, String etag, Instant at) {
    return new StoreNotification(bucket, key, size, etag, at, sequencerOf(at));
  }

  /** Returns this notification in the order of an event at another time. */
  public StoreNotification withSequencerOf(Instant time) {
    return new StoreNotification(bucket, key, size, etag, at, sequencerOf(time));
  }

  private static String sequencerOf(Instant time) {
    return "%x".formatted(time.getEpochSecond() * 1_000_000_000L + time.getNano());
  }

  /** Whether a processed notification has this sequencer, in its canonical form. */
  boolean hasSequencer(String canonical) {
    return new Sequencer(sequencer).text().equals(canonical);
  }

  /** The JSON document. */
  Map<String, Object> document() {
    var object =
        Map.of(
            "key",
            URLEncoder.encode(key.value(), StandardCharsets.UTF_8),
            "size",
            size,
            "eTag",
            etag,
            "sequencer",
            sequencer);
    var record =
        Map.of(
            "eventVersion",
            "2.0",
            "eventSource",
            "minio:s3",
            "eventTime",
            at.truncatedTo(ChronoUnit.MILLIS).toString(),
            "eventName",
            EVENT,
            "s3",
            Map.of("bucket", Map.of("name", bucket), "object", object));
    return Map.of(
        "EventName", EVENT, "Key", bucket + "/" + key.value(), "Records", List.of(record));
  }
}
