package dev.slipway.reconcile;

import dev.slipway.web.problem.QueryEnum;

/** How a key's object and row differ. */
public enum DriftKind {
  /** An object of a known upload without a row: its notification was lost. */
  MISSED,
  /** An object without a row or a known upload: another tool stored it, or the upload was lost. */
  ORPHAN,
  /** A row without an object. */
  GONE,
  /** A row with another size, ETag or checksum, or one that is wrongly marked as missing. */
  CHANGED,
  /** An object under the key of an aborted upload or a deleted video. */
  UNWANTED;

  /**
   * Parses a filter.
   *
   * @param text in any case; blank means no filter
   * @return null for no filter
   * @throws dev.slipway.web.problem.ProblemException {@code invalid-request}
   */
  public static DriftKind of(String text) {
    return text == null || text.isBlank() ? null : QueryEnum.parse(DriftKind.class, "kind", text);
  }
}
