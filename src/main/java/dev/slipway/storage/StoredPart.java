package dev.slipway.storage;

/**
 * A part of an open multipart upload as the store lists it.
 *
 * @param number from 1 to 10,000
 * @param size in bytes
 * @param etag without quotes
 * @param checksumSha256 in base64; null if the store does not keep or list checksums of parts
 */
public record StoredPart(int number, long size, String etag, String checksumSha256) {
  public StoredPart withChecksum(String checksum) {
    return new StoredPart(number, size, etag, checksum);
  }
}
