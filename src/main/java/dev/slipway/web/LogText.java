package dev.slipway.web;

/** Text from outside, made safe for one line of a log. */
public final class LogText {
  private static final int LONGEST = 200;

  private LogText() {}

  /**
   * With what would change how the line looks spelt out, such as {@code \u000a}, and not too long.
   */
  public static String of(String text) {
    if (text == null) {
      return "-";
    }
    var line = SafeText.escape(text);
    return line.length() <= LONGEST ? line : SafeText.truncate(line, LONGEST) + "…";
  }
}
