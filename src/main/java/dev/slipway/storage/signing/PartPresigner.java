package dev.slipway.storage.signing;

import dev.slipway.storage.StoreKind;
import java.time.Instant;
import java.util.Map;

/** Makes URLs for the parts of one multipart upload, all good for the same while. */
public final class PartPresigner {
  private final StoreKind kind;
  private final String origin;
  private final PartSigner signer;
  private final Instant expiresAt;

  PartPresigner(StoreKind kind, String origin, PartSigner signer, Instant expiresAt) {
    this.kind = kind;
    this.origin = origin;
    this.signer = signer;
    this.expiresAt = expiresAt;
  }

  /** Judged when a request's headers arrive at the store, not during its body. */
  public Instant expiresAt() {
    return expiresAt;
  }

  /**
   * A URL to which exactly these bytes of one part can be PUT.
   *
   * @param number from 1 to 10,000
   * @param size bytes, exactly
   * @param checksumSha256 of the bytes, in base64; null where nobody could compute it. Not signed
   *     where the store can't check it
   */
  public String presign(int number, long size, String checksumSha256) {
    return origin + signer.presign(number, size, checksumSha256);
  }

  /** The headers that the client must set, with these very values. */
  public Map<String, String> headers(String checksumSha256) {
    return kind.checksumHeader()
        .filter(header -> checksumSha256 != null)
        .map(header -> Map.of(header, checksumSha256))
        .orElse(Map.of());
  }
}
