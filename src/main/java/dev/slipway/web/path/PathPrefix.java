package dev.slipway.web.path;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The path below which the application runs on a shared host, such as {@code /video}; empty if it
 * has the host to itself. All code uses paths without the prefix: {@link PathPrefixFilter} removes
 * it from requests, {@link LocationPrefixFilter} and {@link Site} add it to responses.
 */
@Singleton
public class PathPrefix {
  /**
   * A header that an endpoint adds to a redirect to another application, which may be on the same
   * host: its path gets no prefix. It is not sent.
   */
  public static final String KEEP_LOCATION = "Slipway-Keep-Location";

  /** First segments of the application's own paths; a prefix must not start with one of them. */
  static final Set<String> RESERVED_SEGMENTS =
      Set.of(
          "account",
          "admin",
          "api",
          "assets",
          "catalogue",
          "experiments",
          "invitations",
          "lab",
          "login",
          "logout",
          "notifications",
          "q",
          "share",
          "tokens",
          "uploads",
          "videos",
          "web",
          "webhooks");

  private static final Pattern SEGMENTS = Pattern.compile("(?:/[A-Za-z0-9._~-]+)+");
  private static final Pattern DOT_SEGMENT = Pattern.compile(".*/\\.{1,2}(?:/.*)?");

  private final String prefix;

  @Inject
  PathPrefix(PathConfig config) {
    this(config.prefix().orElse(""));
  }

  public PathPrefix(String prefix) {
    this.prefix = prefix.isEmpty() ? prefix : requireValid(prefix);
  }

  public boolean isEmpty() {
    return prefix.isEmpty();
  }

  /** The external path of an internal one. */
  public String addTo(String path) {
    return prefix + path;
  }

  boolean isPrefixOf(String path) {
    return path.startsWith(prefix + "/");
  }

  /** The internal path, whether or not this path has the prefix. */
  public String removeFrom(String path) {
    return isPrefixOf(path) ? path.substring(prefix.length()) : path;
  }

  /** The prefix, such as {@code /video}, or an empty text. */
  @Override
  public String toString() {
    return prefix;
  }

  private static String requireValid(String prefix) {
    if (!SEGMENTS.matcher(prefix).matches() || DOT_SEGMENT.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          ("SLIPWAY_PATH_PREFIX must be a path such as /video: it starts with a slash, doesn't end"
                  + " with one, and has only letters, digits and -._~ between slashes; not '%s'.")
              .formatted(prefix));
    }
    if (RESERVED_SEGMENTS.contains(prefix.split("/")[1])) {
      throw new IllegalArgumentException(
          ("SLIPWAY_PATH_PREFIX must not start like one of the application's own paths, as '%s'"
                  + " does. Choose another name, such as /video.")
              .formatted(prefix));
    }
    return prefix;
  }
}
