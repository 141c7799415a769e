package dev.slipway.catalogue.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A chapter of a video.
 *
 * @param start in seconds from the beginning of the video
 */
record Chapter(long start, String title) {
  private static final int MIN_COUNT = 3;

  /** In seconds, as on other platforms, so that a description works on all of them. */
  private static final long MIN_LENGTH = 10;

  /**
   * The time, perhaps in brackets or after a bullet, then the title, perhaps after a dash. The time
   * that a match takes grows with the length of the line, not faster.
   */
  private static final Pattern LINE =
      Pattern.compile(
          "(?:[-–—•*]\\s*)?[(\\[]?"
              + VideoTime.CLOCK
              + "[)\\]]?(?!:?\\d)\\s*(?:[-–—:|]\\s*)?(\\S.*)");

  /**
   * Finds the chapters of a video: the lines of its description that begin with a time. There are
   * none unless the first begins at 0:00, there are at least three, and each begins at least ten
   * seconds after the one before and before the end of the video.
   *
   * @param description may be null
   * @param durationMillis null if it isn't known
   * @return in ascending order; empty if the description lists no chapters
   */
  static List<Chapter> parse(String description, Long durationMillis) {
    if (description == null) {
      return List.of();
    }
    var chapters = new ArrayList<Chapter>();
    for (var line : description.lines().toList()) {
      var matcher = LINE.matcher(line.strip());
      if (matcher.matches()) {
        chapters.add(new Chapter(VideoTime.secondsOf(matcher), matcher.group(4)));
      }
    }
    return areValid(chapters, durationMillis) ? List.copyOf(chapters) : List.of();
  }

  private static boolean areValid(List<Chapter> chapters, Long durationMillis) {
    if (chapters.size() < MIN_COUNT || chapters.get(0).start != 0) {
      return false;
    }
    for (var index = 1; index < chapters.size(); index++) {
      if (chapters.get(index).start - chapters.get(index - 1).start < MIN_LENGTH) {
        return false;
      }
    }
    var last = chapters.get(chapters.size() - 1).start;
    return durationMillis == null || 1000 * last < durationMillis;
  }

  /** For the template, which formats milliseconds. */
  public long startMillis() {
    return 1000 * start;
  }
}
