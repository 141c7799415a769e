package dev.slipway.web;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names and titles that people give: text to show, and nothing else. A label never becomes part of
 * a path, a key or a header as it is.
 */
public final class SafeText {
  /** In UTF-16 units, so that every client's way of counting stays within. */
  public static final int MAX_LABEL_LENGTH = 255;

  /** Control characters, and those that turn the direction of what stands around them. */
  private static final Pattern HARMFUL =
      Pattern.compile(
          "[\\p{Cntrl}\\u0080-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff]+");

  private static final Pattern LONE_SURROGATE =
      Pattern.compile(
          "[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]");

  private SafeText() {}

  /** The text as a label; empty where nothing of it is left. */
  public static Optional<String> label(String text) {
    if (text == null) {
      return Optional.empty();
    }
    var label = truncate(clean(text).strip(), MAX_LABEL_LENGTH);
    return label.isEmpty() ? Optional.empty() : Optional.of(label);
  }

  /** The text without what does harm where it is shown. */
  static String clean(String text) {
    var clean = LONE_SURROGATE.matcher(HARMFUL.matcher(text).replaceAll(" ")).replaceAll("");
    return Normalizer.normalize(clean, Normalizer.Form.NFC);
  }

  /** The text with what does harm where it is shown spelt out: {@code \u202e}. */
  static String escape(String text) {
    return spelt(LONE_SURROGATE, spelt(HARMFUL, text));
  }

  /** The first UTF-16 units of a text, without half a character at the end. */
  public static String truncate(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    var end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end).strip();
  }

  private static String spelt(Pattern harmful, String text) {
    return harmful
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
