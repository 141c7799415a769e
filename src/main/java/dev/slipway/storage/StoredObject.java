package dev.slipway.storage;

import java.time.Instant;
import java.util.Map;

/**
 * An object as the store describes it now.
 *
 * @param size bytes
 * @param etag without quotes; not a hash of the bytes in general
 * @param contentType as declared by whoever put it
 * @param checksumSha256 base64, for parts {@code base64-n}, or null where the store keeps none
 * @param checksumType whether the checksum is of all bytes or of the parts' checksums, or null
 * @param modifiedAt the store's time, in whole seconds
 * @param metadata what was put beside it: names in lower case, without the prefix of their headers
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
