package dev.slipway.ingest.format;

import dev.slipway.storage.ObjectKey;
import java.time.Instant;

/**
 * One event of a notification: which object changed, and when. Other fields of the record, such as
 * the size, are ignored, because the store is asked anyway.
 *
 * @param name such as {@code ObjectCreated:Put}, without the prefix {@code s3:} that some senders
 *     add; null if the record has no valid name
 * @param sequencer null if the record has none that can be compared
 * @param occurredAt by the store's clock; null if the record has no valid time
 */
public record S3Event(
    String name, String bucket, ObjectKey key, Sequencer sequencer, Instant occurredAt) {
  /** Whether a request deleted the object; lifecycle rules have other events. */
  public boolean isDeletion() {
    return name != null && name.startsWith("ObjectRemoved:Delete");
  }
}
