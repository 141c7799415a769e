package dev.slipway.storage;

import java.util.Map;
import java.util.Objects;

/**
 * What an object that is put together from parts carries.
 *
 * @param contentType the declared type
 * @param checksummed each part comes with its SHA-256, which the store keeps; without it no part
 *     has one
 * @param metadata what travels with the object; ASCII only
 */
public record MultipartOptions(
    String contentType, boolean partChecksums, Map<String, String> metadata) {
  public MultipartOptions {
    Objects.requireNonNull(contentType);
    metadata = Map.copyOf(metadata);
  }
}
