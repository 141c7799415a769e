package dev.slipway.catalogue.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An encrypted text as a header value: {@code v1.<key id>.<base64url>}.
 *
 * @param version of the format
 * @param keyId of the key that encrypted it
 * @param sealed in base64url without padding
 */
record SealedText(String version, String keyId, String sealed) {
  static final String CURRENT_VERSION = "v1";

  /** In bytes. Three texts of this length stay below the 2 KiB that stores accept. */
  static final int MAX_LENGTH = 512;

  /** Lengths are rounded up to this or a power of two times this, so they say little. */
  private static final int MIN_PADDED_LENGTH = 64;

  /** Longer than any plain account name, so they are never confused. */
  private static final Pattern FORMAT =
      Pattern.compile("(v[0-9]{1,3})\\.([0-9a-f]{8})\\.([A-Za-z0-9_-]{100,})");

  /** Returns empty if the value isn't an encrypted text of any version. */
  static Optional<SealedText> parse(String value) {
    var parts = FORMAT.matcher(value);
    return parts.matches()
        ? Optional.of(new SealedText(parts.group(1), parts.group(2), parts.group(3)))
        : Optional.empty();
  }

  static SealedText of(String keyId, byte[] sealed) {
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    return new SealedText(CURRENT_VERSION, keyId, text);
  }

  String encoded() {
    return String.join(".", version, keyId, sealed);
  }

  /** Returns empty if the version is unknown, or if it isn't base64url. */
  Optional<byte[]> bytes() {
    if (!version.equals(CURRENT_VERSION)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getUrlDecoder().decode(sealed));
    } catch (IllegalArgumentException invalid) {
      return Optional.empty();
    }
  }

  /** Cuts the text between characters to {@link #MAX_LENGTH}, and fills it up with zeros. */
  static byte[] pad(String text) {
    var cut = new StringBuilder();
    var length = 0;
    for (var character : text.codePoints().toArray()) {
      length += Character.toString(character).getBytes(UTF_8).length;
      if (length > MAX_LENGTH) {
        break;
      }
      cut.appendCodePoint(character);
    }
    var bytes = cut.toString().getBytes(UTF_8);
    var padded = MIN_PADDED_LENGTH;
    while (padded < bytes.length) {
      padded *= 2;
    }
    return Arrays.copyOf(bytes, padded);
  }

  /** Reverses {@link #pad}. No name or title contains a zero. */
  static String unpad(byte[] padded) {
    var length = padded.length;
    while (length > 0 && padded[length - 1] == 0) {
      length--;
    }
    return new String(padded, 0, length, UTF_8);
  }
}
