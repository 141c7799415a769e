package dev.slipway.reconcile;

import dev.slipway.web.KebabCase;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.QueryEnum;

/**
 * The options of a reconciliation.
 *
 * @param deep whether the store is asked for every object, which also finds wrong checksums
 * @param goneAllowed how many videos may be marked as missing, whatever their share
 */
public record ReconciliationRequest(Mode mode, boolean deep, long goneAllowed) {
  static final ReconciliationRequest DEFAULT = new ReconciliationRequest(Mode.REPAIR, false, 0);

  /** What happens to the differences that are found. */
  public enum Mode {
    /** They are recorded; the catalogue stays as it is. */
    REPORT,
    /** The catalogue is updated to match the bucket. */
    REPAIR
  }

  /**
   * @param mode {@code report} or {@code repair}; null means {@code repair}
   * @throws ProblemException {@code invalid-request}
   */
  public static ReconciliationRequest of(String mode, Boolean deep, Long goneAllowed) {
    if (goneAllowed != null && goneAllowed < 0) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, "'goneAllowed' must be 0 or more.");
    }
    return new ReconciliationRequest(
        mode == null ? Mode.REPAIR : QueryEnum.parse(Mode.class, "mode", mode),
        deep != null && deep,
        goneAllowed == null ? 0 : goneAllowed);
  }

  /** Returns a summary for the audit log. */
  String format() {
    return KebabCase.of(mode)
        + (deep ? ", deep" : "")
        + (goneAllowed > 0 ? ", up to %d gone".formatted(goneAllowed) : "");
  }
}
