package dev.slipway.catalogue.captions;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Parses WebVTT and SubRip, which differ in the header, the decimal mark and the settings, but not
 * in their structure: blocks of lines, each with a line of times and the text.
 *
 * @see <a href="https://www.w3.org/TR/webvtt1/">WebVTT</a>
 */
final class CaptionParser {
  static final int MAX_CUES = 20_000;

  /** Characters in a line of a caption; a line on the screen has about 40. */
  static final int MAX_LINE = 4_096;

  private static final String TIME = "(?:(\\d{1,3}):)?(\\d{1,2}):(\\d{1,2})[.,](\\d{1,3})";
  private static final Pattern TIMES =
      Pattern.compile("\\s*+" + TIME + "\\s*+-->\\s*+" + TIME + "(?:\\s++(.*+))?", Pattern.DOTALL);

  /** Those that place a caption; others, such as a region, refer to what is dropped. */
  private static final Pattern SETTING =
      Pattern.compile(
          "vertical:(?:rl|lr)|line:-?[0-9.]{1,6}%?(?:,(?:start|center|end))?"
              + "|position:[0-9.]{1,6}%(?:,(?:line-left|center|line-right))?"
              + "|size:[0-9.]{1,6}%|align:(?:start|center|end|left|right)");

  /** Blocks of WebVTT that contain no caption. */
  private static final Pattern NO_CUE = Pattern.compile("(?:NOTE|STYLE|REGION)(?:\\s.*)?");

  private static final String HEADER = "WEBVTT";
  private static final String ARROW = "-->";

  private final List<String> lines;
  private final List<Cue> cues = new ArrayList<>();
  private int next;

  private CaptionParser(String text) {
    // Splits at CRLF, LF and CR, as WebVTT does.
    lines = text.lines().toList();
  }

  /**
   * Returns the captions in the order of the file, without those that have no text or last no time,
   * because no player shows them.
   *
   * @throws InvalidCaptionsException with the line, if the file is neither WebVTT nor SubRip
   */
  static List<Cue> parse(String text) {
    return new CaptionParser(text).parse();
  }

  private List<Cue> parse() {
    skipEmptyLines();
    if (next < lines.size() && lines.get(next).startsWith(HEADER)) {
      skipHeader();
    }
    for (skipEmptyLines(); next < lines.size(); skipEmptyLines()) {
      if (NO_CUE.matcher(lines.get(next)).matches()) {
        skipBlock();
      } else {
        parseCue();
      }
    }
    if (cues.isEmpty()) {
      throw new InvalidCaptionsException(
          "The file contains no captions. Upload a WebVTT or SubRip file.");
    }
    return List.copyOf(cues);
  }

  private void parseCue() {
    var first = next;
    // An identifier or a number may precede the times.
    if (!lines.get(next).contains(ARROW)) {
      next++;
    }
    requireShortLine(first);
    requireShortLine(next);
    var matcher = TIMES.matcher(next < lines.size() ? lines.get(next) : "");
    if (!matcher.matches()) {
      throw InvalidCaptionsException.inLine(
          Math.min(next, lines.size() - 1) + 1,
          "expected times such as 00:01:02.500 --> 00:01:05.000.");
    }
    if (cues.size() == MAX_CUES) {
      throw InvalidCaptionsException.inLine(
          first + 1, "the file has more than %,d captions.".formatted(MAX_CUES));
    }
    var line = next + 1;
    var start = millisOf(matcher, 1, line);
    var end = millisOf(matcher, 5, line);
    if (end < start) {
      throw InvalidCaptionsException.inLine(line, "the caption ends before it begins.");
    }
    next++;
    var text = CueText.clean(String.join("\n", readText()));
    if (!text.isEmpty() && end > start) {
      cues.add(new Cue(start, end, settingsOf(matcher.group(9)), text));
    }
  }

  /** Until an empty line. */
  private List<String> readText() {
    var first = next;
    while (next < lines.size() && !lines.get(next).isBlank()) {
      requireShortLine(next);
      if (lines.get(next).contains(ARROW)) {
        throw InvalidCaptionsException.inLine(
            next + 1, "an empty line is missing before this caption.");
      }
      next++;
    }
    return lines.subList(first, next);
  }

  private static long millisOf(MatchResult match, int group, int line) {
    var hours = match.group(group) == null ? 0 : Long.parseLong(match.group(group));
    var minutes = Long.parseLong(match.group(group + 1));
    var seconds = Long.parseLong(match.group(group + 2));
    if (minutes > 59 || seconds > 59) {
      throw InvalidCaptionsException.inLine(line, "minutes and seconds end at 59.");
    }
    var fraction = Long.parseLong((match.group(group + 3) + "00").substring(0, 3));
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction;
  }

  private static String settingsOf(String text) {
    if (text == null) {
      return "";
    }
    return List.of(text.strip().split("\\s+")).stream()
        .filter(setting -> SETTING.matcher(setting).matches())
        .collect(Collectors.joining(" "));
  }

  private void requireShortLine(int index) {
    if (index < lines.size() && lines.get(index).length() > MAX_LINE) {
      throw InvalidCaptionsException.inLine(
          index + 1, "the line has more than %,d characters.".formatted(MAX_LINE));
    }
  }

  /** As in browsers, the header ends at an empty line or at the first caption. */
  private void skipHeader() {
    next++;
    while (next < lines.size() && !lines.get(next).isBlank() && !lines.get(next).contains(ARROW)) {
      next++;
    }
  }

  private void skipEmptyLines() {
    while (next < lines.size() && lines.get(next).isBlank()) {
      next++;
    }
  }

  private void skipBlock() {
    while (next < lines.size() && !lines.get(next).isBlank()) {
      next++;
    }
  }
}
