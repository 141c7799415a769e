package dev.slipway.storage;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Percent-encoding as Signature Version 4 requires it: everything but the unreserved characters of
 * RFC 3986, in upper-case hexadecimal. {@link java.net.URLEncoder} can't be used: it writes a space
 * as {@code +} and leaves {@code *} alone, to which stores answer 403.
 */
public final class UriEncoding {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private UriEncoding() {}

  /** Encodes a whole name or value, slashes included. */
  public static String encode(String text) {
    return encode(utf8(text), false);
  }

  /** Encodes bytes that need not be UTF-8. */
  public static String encode(byte[] bytes) {
    return encode(bytes, false);
  }

  /** Reverses {@link #encode}. Text that is not percent-encoded is returned unchanged. */
  public static String decode(String text) {
    try {
      // URLDecoder turns a plus into a space.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }

  /** Encodes a path, leaving its slashes. */
  public static String encodePath(String text) {
    return encode(utf8(text), true);
  }

  /** Encodes a path whose bytes need not be UTF-8, leaving its slashes. */
  public static String encodePath(byte[] bytes) {
    return encode(bytes, true);
  }

  private static String encode(byte[] bytes, boolean keepSlash) {
    var result = new StringBuilder(bytes.length + 16);
    for (var b : bytes) {
      if (isUnreserved(b) || keepSlash && b == '/') {
        result.append((char) b);
      } else {
        result.append('%').append(HEX.toHexDigits(b));
      }
    }
    return result.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isUnreserved(byte b) {
    return b >= 'a' && b <= 'z'
        || b >= 'A' && b <= 'Z'
        || b >= '0' && b <= '9'
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }
}
