package dev.slipway.storage.signing;

import dev.slipway.storage.StoreKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The conditions that a PUT must meet for the store to accept it. The signed headers bind the
 * pre-signed request to them.
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

  /**
   * The headers that the client must set, with exactly these values. The create-only header makes
   * the PUT fail if the object exists.
   */
  Map<String, String> clientHeaders(StoreKind kind) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", contentType);
    headers.put(kind.createOnlyHeader().getKey(), kind.createOnlyHeader().getValue());
    kind.checksumHeader()
        .filter(header -> checksumSha256 != null)
        .ifPresent(header -> headers.put(header, checksumSha256));
    metadata.forEach((name, value) -> headers.put(kind.metadataHeader(name), value));
    return headers;
  }

  /** All headers to sign except the host. HTTP clients set the Content-Length themselves. */
  Map<String, String> signedHeaders(StoreKind kind) {
    var headers = clientHeaders(kind);
    headers.put("Content-Length", Long.toString(size));
    return headers;
  }
}
