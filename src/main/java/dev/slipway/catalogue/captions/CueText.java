package dev.slipway.catalogue.captions;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rewrites the text of a caption as WebVTT that contains only text, italic, bold and underlined
 * words. A {@code <br>} becomes a new line. All other markup is dropped and its text kept; tags are
 * closed where they have been opened, so no caption can change another one.
 */
final class CueText {
  private static final Set<String> STYLES = Set.of("i", "b", "u");

  /**
   * A tag of HTML or WebVTT, in which a letter or one of three marks follows at once, or a time.
   * The quantifiers never give anything back, so that a search takes time in proportion to the
   * text.
   */
  private static final Pattern TAG =
      Pattern.compile("<(?:(/?)([A-Za-z][A-Za-z0-9]*+)[^<>]*+|[/!?][^<>]*+|\\d[\\d:.]*+)>");

  /** Positions and styles of another format, which SubRip files contain. */
  private static final Pattern OVERRIDE = Pattern.compile("\\{\\\\[^{}]*+}");

  /** Players resolve all names of HTML, and show unknown ones as they are. */
  private static final Pattern REFERENCE =
      Pattern.compile("&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\\d{1,7}|#x[0-9A-Fa-f]{1,6});");

  private CueText() {}

  /** Returns the text without empty lines, because one ends a caption. May be empty. */
  static String clean(String text) {
    var result = new StringBuilder();
    var open = new ArrayDeque<String>();
    var source = OVERRIDE.matcher(text).replaceAll("");
    var tag = TAG.matcher(source);
    var end = 0;
    while (tag.find()) {
      appendText(result, source.substring(end, tag.start()));
      appendTag(result, open, !"/".equals(tag.group(1)), tag.group(2));
      end = tag.end();
    }
    appendText(result, source.substring(end));
    open.forEach(name -> result.append("</").append(name).append('>'));
    return withoutEmptyLines(result.toString());
  }

  private static void appendTag(
      StringBuilder result, Deque<String> open, boolean opens, String tag) {
    var name = tag == null ? "" : tag.toLowerCase(Locale.ROOT);
    if (name.equals("br")) {
      result.append('\n');
    } else if (opens && STYLES.contains(name)) {
      open.push(name);
      result.append('<').append(name).append('>');
    } else if (!opens && name.equals(open.peek())) {
      open.pop();
      result.append("</").append(name).append('>');
    }
  }

  /** The arrow would begin another caption, and other characters markup. */
  private static void appendText(StringBuilder result, String text) {
    var reference = REFERENCE.matcher(text);
    for (var i = 0; i < text.length(); i++) {
      var character = text.charAt(i);
      if (character == '&' && !reference.region(i, text.length()).lookingAt()) {
        result.append("&amp;");
      } else if (character == '<') {
        result.append("&lt;");
      } else if (character == '>') {
        result.append("&gt;");
      } else if (character == '\n' || character == '\t' || !Character.isISOControl(character)) {
        result.append(character);
      }
    }
  }

  private static String withoutEmptyLines(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
