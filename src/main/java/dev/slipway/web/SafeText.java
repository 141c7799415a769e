package dev.slipway.web;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes text from outside safe to store and show. Text that people enter is only ever displayed: it
 * never becomes part of a path, an object key or an unencoded header.
 */
public final class SafeText {
  /**
   * Counted in UTF-16 units, like {@code maxlength} in HTML. Counts in code points or graphemes are
   * never higher, so a client's limit of 255 never rejects stored text.
   */
  public static final int MAX_LABEL_LENGTH = 255;

  private static final Pattern CONTROL_CHARACTER = Pattern.compile("\\p{Cntrl}");

  /** Control characters, and those that change the direction of the text around them. */
  private static final Pattern UNSAFE =
      Pattern.compile(
          "[\\p{Cntrl}\\u0080-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]+");

  /** Also those of other scripts, such as the ideographic space. */
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");

  private static final Pattern LIKE_SPECIAL = Pattern.compile("[!%_]");

  private static final Pattern LONE_SURROGATE =
      Pattern.compile(
          "[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]");

  private SafeText() {}

  /** A name or title on one line, cleaned and shortened; empty when nothing is left. */
  public static Optional<String> label(String text) {
    if (text == null) {
      return Optional.empty();
    }
    return notEmpty(truncate(clean(text).strip(), MAX_LABEL_LENGTH));
  }

  /** A longer text, cleaned, with its line breaks as {@code \n}; empty when nothing is left. */
  public static Optional<String> paragraphs(String text) {
    return notEmpty(
        text.lines()
            .map(line -> clean(line).stripTrailing())
            .collect(Collectors.joining("\n"))
            .strip());
  }

  /** The words of a search, each of them once. */
  public static List<String> words(String text) {
    return SPACE.splitAsStream(text).filter(word -> !word.isEmpty()).distinct().toList();
  }

  /** The pattern of texts that contain this one, for {@code like … escape '!'}. */
  public static String likePattern(String text) {
    return "%" + LIKE_SPECIAL.matcher(text).replaceAll("!$0") + "%";
  }

  /** The text with unsafe characters escaped: {@code \u202e}. */
  static String escape(String text) {
    return isPrintableAscii(text) ? text : escape(LONE_SURROGATE, escape(UNSAFE, text));
  }

  /**
   * The text with a question mark for each ASCII control character: PostgreSQL rejects NUL in text,
   * and pages can't show the others.
   */
  public static String replaceControlCharacters(String text) {
    return isPrintableAscii(text) ? text : CONTROL_CHARACTER.matcher(text).replaceAll("?");
  }

  /** The first UTF-16 units of the text, without half a character at the end. */
  public static String truncate(String text, int maxLength) {
    if (text.length() <= maxLength) {
      return text;
    }
    var end = Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
    return text.substring(0, end).strip();
  }

  /** Whether the text needs no escaping, like the ids and paths in most lines of the log. */
  private static boolean isPrintableAscii(String text) {
    for (var index = 0; index < text.length(); index++) {
      if (text.charAt(index) < ' ' || text.charAt(index) > '~') {
        return false;
      }
    }
    return true;
  }

  private static String clean(String text) {
    var clean = LONE_SURROGATE.matcher(UNSAFE.matcher(text).replaceAll(" ")).replaceAll("");
    return Normalizer.normalize(clean, Normalizer.Form.NFC);
  }

  private static Optional<String> notEmpty(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static String escape(Pattern unsafe, String text) {
    return unsafe
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    match
                        .group()
                        .chars()
                        .mapToObj("\\u%04x"::formatted)
                        .collect(Collectors.joining())));
  }
}
