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
 * @param headers by name in lower case
 * @param body as it came, maybe compressed
 */
public record Response(int status, Map<String, String> headers, byte[] body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /**
   * @throws IllegalStateException where the answer is another: what failed fast was not fast
   */
  public Response expect(int expected) {
    if (status != expected) {
      throw new IllegalStateException("Answered %d, not %d".formatted(status, expected));
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
