package dev.slipway.catalogue.pages;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Parses positions in a video as people write them: {@code 1:30} and {@code 1:02:03}, and in links
 * also {@code 90}, {@code 90s} and {@code 1m30s}.
 */
final class VideoTime {
  /** The hours if there are any, minutes and seconds. */
  static final String CLOCK = "(?:(\\d{1,2}):)?(\\d{1,3}):([0-5]\\d)";

  private static final Pattern CLOCK_ONLY = Pattern.compile(CLOCK);
  private static final Pattern UNITS =
      Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,5})m)?(?:(\\d{1,7})s?)?");

  private VideoTime() {}

  /**
   * Parses the start time of a link.
   *
   * @param text may be null, and anything
   * @return in seconds; empty if it isn't a time
   */
  static OptionalLong parseStart(String text) {
    if (text == null || text.isBlank()) {
      return OptionalLong.empty();
    }
    var trimmed = text.strip().toLowerCase(Locale.ROOT);
    for (var pattern : new Pattern[] {CLOCK_ONLY, UNITS}) {
      var matcher = pattern.matcher(trimmed);
      if (matcher.matches()) {
        return OptionalLong.of(secondsOf(matcher.toMatchResult()));
      }
    }
    return OptionalLong.empty();
  }

  /** The seconds of a match whose first three groups are hours, minutes and seconds. */
  static long secondsOf(MatchResult match) {
    return 3600 * number(match.group(1)) + 60 * number(match.group(2)) + number(match.group(3));
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
