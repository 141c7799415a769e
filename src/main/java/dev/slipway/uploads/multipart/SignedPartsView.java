package dev.slipway.uploads.multipart;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The signed URLs of parts, as JSON.
 *
 * @param parts in the order of the request
 */
public record SignedPartsView(List<SignedPart> parts) {
  /**
   * The URL of one part.
   *
   * @param headers to send unchanged with the PUT; Content-Length is signed too, but HTTP clients
   *     set it themselves
   * @param expiresAt when the URL expires; the store checks this when the request begins
   */
  public record SignedPart(
      int number, String url, Map<String, String> headers, Instant expiresAt) {}
}
