package dev.slipway.catalogue.access;

import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.QueryEnum;
import java.util.Locale;

/** Who may watch a video besides its owner and administrators. */
public enum Visibility {
  /** Nobody else. */
  PRIVATE,
  /** Everybody who has the address. */
  UNLISTED,
  /** Everybody. The video is listed. */
  PUBLIC;

  /**
   * Returns the constant with this name, in upper or lower case.
   *
   * @throws ProblemException {@code invalid-request}
   */
  public static Visibility parse(String text) {
    return QueryEnum.parse(Visibility.class, "visibility", text.strip());
  }

  /** The name in JSON, on pages and in forms. */
  public String lowerCaseName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
