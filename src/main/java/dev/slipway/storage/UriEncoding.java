package dev.slipway.storage;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Percent-encoding as Signature Version 4 wants it: everything but the unreserved characters of RFC
 * 3986, in upper-case hexadecimal. {@link java.net.URLEncoder} does something else: it writes a
 * space as {@code +} and leaves {@code *} alone, and stores answer 403 to that.
 */
public final class UriEncoding {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private UriEncoding() {}

  /** Encodes everything, the slash too. */
  public static String encode(String text) {
    return encode(text, false);
  }

  /** The text that was encoded; as it is where it is no encoded text. */
  public static String decode(String text) {
    try {
      // A plus is a plus here.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }

  public static String encodePath(String text) {
    return encode(text, true);
  }

  private static String encode(String text, boolean keepSlash) {
    var result = new StringBuilder(text.length() + 16);
    for (var b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isUnreserved(b) || keepSlash && b == '/') {
        result.append((char) b);
      } else {
        result.append('%').append(HEX.toHexDigits(b));
      }
    }
    return result.toString();
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
