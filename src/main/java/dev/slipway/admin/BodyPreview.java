package dev.slipway.admin;

import dev.slipway.web.Formats;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A notification's body in readable form: indented JSON, or a hex dump of anything else.
 *
 * @param text contains no invisible characters
 * @param truncated whether the body is longer than the text shows
 */
record BodyPreview(Format format, String text, boolean truncated) {
  /** The beginning is enough to recognize the format. */
  private static final int MAX_HEX_BYTES = 4096;

  private static final int BYTES_PER_LINE = 16;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  enum Format {
    JSON,
    HEX,
    EMPTY
  }

  static BodyPreview of(byte[] body) {
    if (body.length == 0) {
      return new BodyPreview(Format.EMPTY, "", false);
    }
    // Bytes that are not UTF-8 become U+FFFD.
    return PrettyJson.format(new String(body, StandardCharsets.UTF_8))
        .map(BodyPreview::ofJson)
        .orElseGet(() -> ofHex(body));
  }

  private static BodyPreview ofJson(String json) {
    var text = json.lines().map(Formats::visible).collect(Collectors.joining("\n"));
    return new BodyPreview(Format.JSON, text, json.length() >= PrettyJson.MAX_LENGTH);
  }

  private static BodyPreview ofHex(byte[] body) {
    var shown = Arrays.copyOf(body, Math.min(body.length, MAX_HEX_BYTES));
    return new BodyPreview(Format.HEX, hexDump(shown), body.length > MAX_HEX_BYTES);
  }

  private static String hexDump(byte[] bytes) {
    return IntStream.iterate(0, from -> from < bytes.length, from -> from + BYTES_PER_LINE)
        .mapToObj(from -> hexDumpLine(bytes, from))
        .collect(Collectors.joining("\n"));
  }

  /** Returns the offset, the bytes in hexadecimal, and the same bytes as ASCII. */
  private static String hexDumpLine(byte[] bytes, int from) {
    var line = Arrays.copyOfRange(bytes, from, Math.min(from + BYTES_PER_LINE, bytes.length));
    return "%06x  %-47s  %s".formatted(from, HEX.formatHex(line), ascii(line));
  }

  private static String ascii(byte[] bytes) {
    var text = new StringBuilder(bytes.length);
    for (var value : bytes) {
      text.append(value >= ' ' && value <= '~' ? (char) value : '.');
    }
    return text.toString();
  }
}
