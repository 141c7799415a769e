package dev.slipway.lab.signature.url;

import dev.slipway.storage.UriEncoding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Decodes what someone pasted as a store decodes it: once, and byte by byte, because the bytes need
 * not be UTF-8. An incomplete sequence such as {@code %G1} stays as it is.
 */
public final class PercentEncoding {
  private static final int HEX = 16;

  private PercentEncoding() {}

  /** The text that a path or a part of it represents. */
  public static String decodePath(String raw) {
    return text(decode(raw, false));
  }

  /** The text that a name or value of a query represents. Stores read a plus as a space there. */
  public static String decodeQuery(String raw) {
    return text(decode(raw, true));
  }

  /** A path as it is signed: decoded once, and encoded again with its slashes. */
  public static String canonicalPath(String raw) {
    return UriEncoding.encodePath(decode(raw, false));
  }

  /** A name or value of a query as it is signed. */
  public static String canonicalQuery(String raw) {
    return UriEncoding.encode(decode(raw, true));
  }

  /** Whether each percent sign is followed by two hexadecimal digits. */
  static boolean isValid(String raw) {
    for (var i = raw.indexOf('%'); i >= 0; i = raw.indexOf('%', i + 1)) {
      if (!isEscape(raw, i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether an escape has a lower-case digit, as in {@code %2f}. */
  static boolean hasLowerCaseEscape(String raw) {
    for (var i = raw.indexOf('%'); i >= 0; i = raw.indexOf('%', i + 1)) {
      if (isEscape(raw, i)
          && (Character.isLowerCase(raw.charAt(i + 1))
              || Character.isLowerCase(raw.charAt(i + 2)))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the text still contains an escape after it was decoded: it was encoded twice. */
  public static boolean isEncodedTwice(String raw) {
    var decoded = decodePath(raw);
    for (var i = decoded.indexOf('%'); i >= 0; i = decoded.indexOf('%', i + 1)) {
      if (isEscape(decoded, i)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] decode(String raw, boolean plusIsSpace) {
    var bytes = raw.getBytes(StandardCharsets.UTF_8);
    var result = new ByteArrayOutputStream(bytes.length);
    for (var i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%' && i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2])) {
        result.write(digit(bytes[i + 1]) * HEX + digit(bytes[i + 2]));
        i += 2;
      } else {
        result.write(plusIsSpace && bytes[i] == '+' ? ' ' : bytes[i]);
      }
    }
    return result.toByteArray();
  }

  private static boolean isEscape(String text, int at) {
    return at + 2 < text.length() && isHex(text.charAt(at + 1)) && isHex(text.charAt(at + 2));
  }

  private static boolean isHex(int character) {
    return digit(character) >= 0;
  }

  /** Of ASCII only; {@link Character#digit} alone accepts digits of other scripts. */
  private static int digit(int character) {
    return character < 0x80 ? Character.digit(character, HEX) : -1;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
