package dev.slipway.storage.signing;

import java.util.Map;
import java.util.Objects;

/**
 * What a PUT must be for the store to take it.
 *
 * @param contentType the declared type
 * @param size bytes, exactly
 * @param checksumSha256 of the bytes, in base64, or null where nobody could compute it
 * @param metadata what travels with the object; ASCII only
 */
public record PutConstraints(
    String contentType, long size, String checksumSha256, Map<String, String> metadata) {
  public PutConstraints {
    Objects.requireNonNull(contentType);
    if (size < 1) {
      throw new IllegalArgumentException("Nothing to put");
    }
    metadata = Map.copyOf(metadata);
  }
}
