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
record RawBody(Form form, String text, boolean cut) {
  /** Enough to see what it is. */
  private static final int DUMPED = 4096;

  enum Form {
    JSON,
    HEX,
    EMPTY
  }

  static RawBody of(byte[] body) {
    if (body.length == 0) {
      return new RawBody(Form.EMPTY, "", false);
    }
    // What is no UTF-8 becomes U+FFFD.
    return PrettyJson.of(new String(body, StandardCharsets.UTF_8))
        .map(RawBody::ofJson)
        .orElseGet(() -> dumped(body));
  }

  private static RawBody ofJson(String json) {
    var text = json.lines().map(Formats::visible).collect(Collectors.joining("\n"));
    return new RawBody(Form.JSON, text, json.length() >= PrettyJson.LONGEST);
  }

  private static RawBody dumped(byte[] body) {
    var beginning = Arrays.copyOf(body, Math.min(body.length, DUMPED));
    return new RawBody(Form.HEX, HexDump.of(beginning), body.length > DUMPED);
  }
}
