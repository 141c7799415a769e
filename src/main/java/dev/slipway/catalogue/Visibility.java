package dev.slipway.catalogue;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Locale;

/** Who may watch a video beside its owner and admins. */
public enum Visibility {
  /** Nobody. */
  PRIVATE,
  /** Whoever has its address. */
  UNLISTED,
  /** Everybody; it is listed. */
  PUBLIC;

  /**
   * @param text one of them in any case
   * @throws ProblemException {@code invalid-request}
   */
  static Visibility parse(String text) {
    try {
      return valueOf(text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "'visibility' must be private, unlisted or public.");
    }
  }

  /** As programs and pages read it. */
  public String lowerCaseName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
