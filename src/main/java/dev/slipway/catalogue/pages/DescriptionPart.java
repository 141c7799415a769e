package dev.slipway.catalogue.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A part of a description: text, or a time in it that links to that position of the video.
 *
 * @param start in seconds; null if the part is only text
 */
record DescriptionPart(String text, Long start) {
  /** Not a part of a longer number, of a ratio or of a date. */
  private static final Pattern TIME =
      Pattern.compile("(?<![\\d:.,/])" + VideoTime.CLOCK + "(?![\\d:]|[.,]\\d)");

  /**
   * Splits a description at the times that are within the video. The parts together are the
   * description.
   *
   * @param description may be null
   * @param durationMillis null if it isn't known; then all times are within the video
   */
  static List<DescriptionPart> split(String description, Long durationMillis) {
    if (description == null) {
      return List.of();
    }
    var parts = new ArrayList<DescriptionPart>();
    var end = 0;
    var matcher = TIME.matcher(description);
    while (matcher.find()) {
      var start = VideoTime.secondsOf(matcher);
      if (durationMillis != null && 1000 * start >= durationMillis) {
        continue;
      }
      if (matcher.start() > end) {
        parts.add(new DescriptionPart(description.substring(end, matcher.start()), null));
      }
      parts.add(new DescriptionPart(matcher.group(), start));
      end = matcher.end();
    }
    if (end < description.length()) {
      parts.add(new DescriptionPart(description.substring(end), null));
    }
    return List.copyOf(parts);
  }
}
