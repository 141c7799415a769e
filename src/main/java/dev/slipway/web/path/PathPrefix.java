package dev.slipway.web.path;

import dev.slipway.web.LogText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The path of a shared host below which the application is, such as {@code /video}; empty where it
 * has the host to itself. Inside, every address is as without one: {@link PathPrefixFilter} takes
 * it off what comes in, and {@link LocationPrefixFilter} and {@link Site} put it before what goes
 * out.
 */
@Singleton
public class PathPrefix {
  /**
   * The first segments of our own addresses, with which a prefix would be taken for one of them.
   */
  static final Set<String> RESERVED_SEGMENTS =
      Set.of(
          "account",
          "admin",
          "api",
          "catalogue",
          "login",
          "logout",
          "notifications",
          "q",
          "tokens",
          "uploads",
          "videos",
          "web");

  private static final Pattern SEGMENTS = Pattern.compile("(?:/[A-Za-z0-9._~-]+)+");
  private static final Pattern DOTS = Pattern.compile(".*/\\.{1,2}(?:/.*)?");

  private final String prefix;

  @Inject
  PathPrefix(PathConfig config) {
    this(config.prefix().orElse(""));
  }

  public PathPrefix(String prefix) {
    this.prefix = prefix.isEmpty() ? prefix : requirePath(prefix);
  }

  public boolean isEmpty() {
    return prefix.isEmpty();
  }

  /** The address, as the outside knows it, of what is at this path inside. */
  public String addTo(String path) {
    return prefix + path;
  }

  /** Whether an address of the outside has the prefix. */
  boolean isPrefixOf(String path) {
    return path.startsWith(prefix + "/");
  }

  /** The path inside, of an address that may have the prefix, or be without it. */
  public String removeFrom(String path) {
    return isPrefixOf(path) ? path.substring(prefix.length()) : path;
  }

  /** Such as {@code /video}, or an empty text. */
  @Override
  public String toString() {
    return prefix;
  }

  private static String requirePath(String prefix) {
    if (!SEGMENTS.matcher(prefix).matches() || DOTS.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          ("SLIPWAY_PATH_PREFIX takes a path such as /video: it begins with a slash and ends without"
                  + " one, and has letters, digits and -._~ between slashes; not '%s'.")
              .formatted(LogText.of(prefix)));
    }
    if (RESERVED_SEGMENTS.contains(prefix.split("/")[1])) {
      throw new IllegalArgumentException(
          ("SLIPWAY_PATH_PREFIX can't begin like an address of the application's own, as '%s' does."
                  + " Choose another name, such as /video.")
              .formatted(prefix));
    }
    return prefix;
  }
}
