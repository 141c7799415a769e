package dev.slipway.storage;

import java.util.Map;
import java.util.Objects;

/**
 * How a multipart upload is created.
 *
 * @param contentType the declared media type
 * @param partChecksums true if every part comes with its SHA-256, which the store then keeps; false
 *     if no part has one
 * @param metadata user metadata of the object; ASCII only
 */
public record MultipartOptions(
    String contentType, boolean partChecksums, Map<String, String> metadata) {
  public MultipartOptions {
    Objects.requireNonNull(contentType);
    metadata = Map.copyOf(metadata);
  }
}
