package dev.slipway.storage.signing;

import java.util.Map;
import java.util.Objects;

/**
 * What a PUT must be for the store to accept it.
 *
 * @param contentType the declared media type
 * @param size the exact number of bytes
 * @param checksumSha256 in base64; null if the client could not compute it
 * @param metadata user metadata of the object; ASCII only
 */
public record PutConstraints(
    String contentType, long size, String checksumSha256, Map<String, String> metadata) {
  public PutConstraints {
    Objects.requireNonNull(contentType);
    if (size < 1) {
      throw new IllegalArgumentException("The size of a PUT must be positive");
    }
    metadata = Map.copyOf(metadata);
  }
}
