package dev.slipway.ingest.format;

import dev.slipway.storage.ObjectKey;
import java.time.Instant;

/**
 * What matters of one record of a notification: which object it is about, and when something
 * happened to it. The rest is the sender's opinion, and the store is asked anyway.
 *
 * @param name such as {@code ObjectCreated:Put}, without the {@code s3:} that some senders put
 *     before it; null where the record has none
 * @param sequencer null where the record has none that can be compared
 * @param at by the store's clock; null where the record has no time, or none that can be read
 */
public record S3Event(
    String name, String bucket, ObjectKey key, Sequencer sequencer, Instant occurredAt) {}
