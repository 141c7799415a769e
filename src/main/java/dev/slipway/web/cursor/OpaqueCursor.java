package dev.slipway.web.cursor;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/** Encodes cursors as texts that are opaque to clients. */
public final class OpaqueCursor {
  private OpaqueCursor() {}

  /** The text for clients. */
  public static String encode(String plain) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the cursor that a client sends; empty if no page has returned it.
   *
   * @param parser throws any exception for a text that isn't a cursor
   * @param encoding of the cursor, which is compared with the text
   */
  public static <T> Optional<T> parse(
      String text, Function<String, T> parser, Function<T, String> encoding) {
    try {
      var plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      return Optional.of(parser.apply(plain)).filter(cursor -> encoding.apply(cursor).equals(text));
    } catch (RuntimeException invalid) {
      return Optional.empty();
    }
  }
}
