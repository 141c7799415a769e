package dev.slipway.storage;

import java.time.Instant;
import java.util.Map;

/**
 * An object as the store describes it now.
 *
 * @param size in bytes
 * @param etag without quotes; in general not a hash of the content
 * @param contentType the media type that the client declared
 * @param checksumSha256 in base64, or {@code base64-n} for {@code n} parts; null if the store keeps
 *     none
 * @param checksumType whether the checksum covers all bytes or the checksums of the parts; null
 *     without a checksum
 * @param modifiedAt in the store's time and whole seconds
 * @param metadata user metadata: names in lower case, without the prefix of their headers
 */
public record StoredObject(
    ObjectKey key,
    long size,
    String etag,
    String contentType,
    String checksumSha256,
    ChecksumType checksumType,
    Instant modifiedAt,
    Map<String, String> metadata) {}
