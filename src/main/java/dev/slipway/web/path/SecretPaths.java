package dev.slipway.web.path;

import java.util.regex.Pattern;

/** The paths that contain the secret token of a link, so they must not be logged or sent on. */
public final class SecretPaths {
  public static final String SHARE_LINK = "/share/";
  public static final String INVITATION = "/invitations/";

  /** Also below a path prefix. */
  private static final Pattern SECRET =
      Pattern.compile("(%s|%s).*".formatted(SHARE_LINK, INVITATION), Pattern.DOTALL);

  private SecretPaths() {}

  /** Whether a path without the path prefix contains a secret. */
  public static boolean matches(String path) {
    return path.startsWith(SHARE_LINK) || path.startsWith(INVITATION);
  }

  /** The path with an ellipsis instead of its secret. */
  public static String masked(String path) {
    return SECRET.matcher(path).replaceFirst("$1…");
  }
}
