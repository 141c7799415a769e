package dev.slipway.web;

/** Text from outside, made safe for one line of a log. */
public final class LogText {
  private static final int LONGEST = 200;

  private LogText() {}

  /** Without line breaks and other control characters, and not too long. */
  public static String of(String text) {
    if (text == null) {
      return "-";
    }
    var line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
