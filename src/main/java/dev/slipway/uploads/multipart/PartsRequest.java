package dev.slipway.uploads.multipart;

import java.util.List;

/**
 * A client's request for the URLs of parts, before validation.
 *
 * @param parts up to 1,000 in one call
 */
public record PartsRequest(List<Part> parts) {
  /**
   * A part to sign a URL for.
   *
   * @param number from 1
   * @param size bytes
   * @param checksumSha256 of the part's bytes, in base64
   */
  public record Part(Integer number, Long size, String checksumSha256) {}
}
