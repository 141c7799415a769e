package dev.slipway.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A response of the application.
 *
 * @param headers values by name in lower case; of a header that is repeated, one in each line
 * @param body the body as received, possibly compressed
 */
public record Response(int status, Map<String, String> headers, byte[] body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /**
   * Requires a status, because failed requests must not count as fast ones.
   *
   * @throws IllegalStateException if the status is another one
   */
  public Response expect(int expected) {
    if (status != expected) {
      throw new IllegalStateException("Status %d instead of %d".formatted(status, expected));
    }
    return this;
  }

  public JsonNode json() {
    try {
      return JSON.readTree(decodedBody());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String text() {
    try {
      return new String(decodedBody(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] decodedBody() throws IOException {
    if (!"gzip".equals(headers.get("content-encoding"))) {
      return body;
    }
    try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return unpacked.readAllBytes();
    }
  }
}
