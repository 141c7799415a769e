package dev.slipway.web;

import dev.slipway.web.path.SecretPaths;

/** Makes text from outside safe for one line of the log. */
public final class LogText {
  private static final int MAX_LENGTH = 200;

  private LogText() {}

  /**
   * The text on one line, with unsafe characters escaped, such as {@code \u000a}, and shortened;
   * {@code -} for null.
   */
  public static String of(String text) {
    if (text == null) {
      return "-";
    }
    var line = SafeText.escape(text);
    return line.length() <= MAX_LENGTH ? line : SafeText.truncate(line, MAX_LENGTH) + "…";
  }

  /** The path of a request like {@link #of}, without the secret that the path of a link is. */
  public static String ofPath(String path) {
    return of(path == null ? null : SecretPaths.masked(path));
  }
}
