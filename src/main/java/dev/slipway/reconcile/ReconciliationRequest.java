package dev.slipway.reconcile;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Locale;

/**
 * What is asked for.
 *
 * @param deep whether every object is asked for, which finds wrong checksums too
 * @param goneAllowed so many rows may be marked whose object is gone, whatever their share
 */
public record ReconciliationRequest(ReconciliationMode mode, boolean deep, long goneAllowed) {
  static final ReconciliationRequest DEFAULT =
      new ReconciliationRequest(ReconciliationMode.REPAIR, false, 0);

  /**
   * @param mode {@code report} or {@code repair}; null for the latter
   * @throws ProblemException {@code invalid-request}
   */
  public static ReconciliationRequest of(String mode, Boolean deep, Long goneAllowed) {
    if (goneAllowed != null && goneAllowed < 0) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, "'goneAllowed' must be 0 or more.");
    }
    return new ReconciliationRequest(
        modeOf(mode), deep != null && deep, goneAllowed == null ? 0 : goneAllowed);
  }

  /** For people. */
  String describe() {
    return mode.name().toLowerCase(Locale.ROOT)
        + (deep ? ", deep" : "")
        + (goneAllowed > 0 ? ", up to %d gone".formatted(goneAllowed) : "");
  }

  private static ReconciliationMode modeOf(String text) {
    if (text == null) {
      return ReconciliationMode.REPAIR;
    }
    try {
      return ReconciliationMode.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "'mode' must be \"report\" or \"repair\".");
    }
  }
}
