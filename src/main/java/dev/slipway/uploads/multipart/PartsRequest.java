package dev.slipway.uploads.multipart;

import java.util.List;

/**
 * The parts for which URLs are asked, unchecked.
 *
 * @param parts up to 1,000 in one call
 */
public record PartsRequest(List<Part> parts) {
  /**
   * @param number from 1
   * @param size bytes
   * @param checksumSha256 of the part's bytes, in base64
   */
  record Part(Integer number, Long size, String checksumSha256) {}
}
