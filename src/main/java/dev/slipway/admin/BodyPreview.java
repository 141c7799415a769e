package dev.slipway.admin;

import dev.slipway.web.Formats;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A notification's body, to be read.
 *
 * @param form how it is shown
 * @param text nothing in it is invisible
 * @param cut whether there is more of it
 */
record BodyPreview(Format format, String text, boolean truncated) {
  /** Enough to see what it is. */
  private static final int MAX_HEX_BYTES = 4096;

  enum Format {
    JSON,
    HEX,
    EMPTY
  }

  static BodyPreview of(byte[] body) {
    if (body.length == 0) {
      return new BodyPreview(Format.EMPTY, "", false);
    }
    // What is no UTF-8 becomes U+FFFD.
    return PrettyJson.format(new String(body, StandardCharsets.UTF_8))
        .map(BodyPreview::ofJson)
        .orElseGet(() -> ofHex(body));
  }

  private static BodyPreview ofJson(String json) {
    var text = json.lines().map(Formats::visible).collect(Collectors.joining("\n"));
    return new BodyPreview(Format.JSON, text, json.length() >= PrettyJson.MAX_LENGTH);
  }

  private static BodyPreview ofHex(byte[] body) {
    var beginning = Arrays.copyOf(body, Math.min(body.length, MAX_HEX_BYTES));
    return new BodyPreview(Format.HEX, HexDump.of(beginning), body.length > MAX_HEX_BYTES);
  }
}
