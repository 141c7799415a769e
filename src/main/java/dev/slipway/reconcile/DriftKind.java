package dev.slipway.reconcile;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;

/** How a key's object and row differ. */
public enum DriftKind {
  /** An object that was promised, and that nobody announced. */
  MISSED,
  /** An object that nobody promised: another tool put it there, or the promise is lost. */
  ORPHAN,
  /** A row whose object is not there. */
  GONE,
  /** A row that says another size, ETag or checksum, or that the object is not there. */
  CHANGED,
  /** An object under the key of what was given up or deleted. */
  UNWANTED;

  /**
   * @param text in any case; blank for all
   * @return null for all
   * @throws ProblemException {@code invalid-request}
   */
  public static DriftKind of(String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "'kind' must be one of " + Arrays.toString(values()) + ".");
    }
  }
}
