package dev.slipway.lab.signature.url;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** How the encoding of a URL can differ from the canonical one. */
public enum EncodingOddity {
  /** A percent sign without two hexadecimal digits. */
  INVALID_ESCAPE,
  ENCODED_TWICE,
  /** A plus, which may have been meant as a space. */
  PLUS,
  /** Characters that the canonical form encodes. */
  UNENCODED,
  /** Escapes of characters that the canonical form has as they are. */
  OVER_ENCODED,
  /** Escapes in lower case. */
  LOWER_CASE,
  /** A segment {@code .} or {@code ..}, which clients remove. */
  DOT_SEGMENT;

  private static final Pattern DOT_SEGMENTS = Pattern.compile("/\\.{1,2}(?:/|$)");

  /** Letters, digits and {@code -._~} (RFC 3986, 2.3). */
  private static final Pattern ESCAPED_UNRESERVED =
      Pattern.compile("%(?:2[DE]|3[0-9]|4[1-9A-F]|5[0-9A]|5F|6[1-9A-F]|7[0-9A]|7E)");

  private static final Pattern UNENCODED_IN_PATH = Pattern.compile("[^A-Za-z0-9._~/%+-]");

  public static Set<EncodingOddity> inPath(SignedUrl url) {
    var path = url.rawPath();
    var found = EnumSet.noneOf(EncodingOddity.class);
    addIf(found, INVALID_ESCAPE, !PercentEncoding.isValid(path));
    addIf(found, ENCODED_TWICE, PercentEncoding.isEncodedTwice(path));
    addIf(found, PLUS, path.indexOf('+') >= 0);
    addIf(found, UNENCODED, UNENCODED_IN_PATH.matcher(path).find());
    addIf(found, LOWER_CASE, PercentEncoding.hasLowerCaseEscape(path));
    addIf(found, DOT_SEGMENT, DOT_SEGMENTS.matcher(path).find());
    return found;
  }

  /** The most serious one of a parameter; empty if it is in canonical form. */
  public static Optional<EncodingOddity> in(QueryParameter parameter) {
    var text = parameter.text();
    if (text.equals(parameter.canonical()) || (text + "=").equals(parameter.canonical())) {
      return Optional.empty();
    }
    if (!PercentEncoding.isValid(text)) {
      return Optional.of(INVALID_ESCAPE);
    }
    if (text.indexOf('+') >= 0) {
      return Optional.of(PLUS);
    }
    if (PercentEncoding.hasLowerCaseEscape(text)) {
      return Optional.of(LOWER_CASE);
    }
    return Optional.of(ESCAPED_UNRESERVED.matcher(text).find() ? OVER_ENCODED : UNENCODED);
  }

  private static void addIf(Set<EncodingOddity> found, EncodingOddity oddity, boolean condition) {
    if (condition) {
      found.add(oddity);
    }
  }
}
