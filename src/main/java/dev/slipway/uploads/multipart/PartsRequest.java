package dev.slipway.uploads.multipart;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * A client's request for the URLs of parts, before validation. It may have fields of later
 * versions.
 *
 * @param parts up to 1,000 in one call
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PartsRequest(List<Part> parts) {
  /**
   * A part to sign a URL for.
   *
   * @param number from 1
   * @param size bytes
   * @param checksumSha256 of the part's bytes, in base64
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Part(Integer number, Long size, String checksumSha256) {}
}
