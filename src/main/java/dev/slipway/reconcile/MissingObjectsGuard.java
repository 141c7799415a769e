package dev.slipway.reconcile;

import dev.slipway.web.Formats;
import java.util.Optional;

/**
 * Keeps an empty or a wrong bucket from taking every video out of the catalogue.
 *
 * @param share of the rows that may be gone without anybody agreeing, from 0 to 1
 * @param few so many may be gone, whatever their share
 */
record MissingObjectsGuard(double allowedShare, long allowedCount) {
  MissingObjectsGuard {
    if (!(allowedShare >= 0 && allowedShare <= 1)) {
      throw new IllegalArgumentException(
          "SLIPWAY_RECONCILE_GONE_SHARE must be from 0 to 1, not " + allowedShare + ".");
    }
    if (allowedCount < 0) {
      throw new IllegalArgumentException(
          "SLIPWAY_RECONCILE_GONE_FEW must be 0 or more, not " + allowedCount + ".");
    }
  }

  /**
   * Why somebody has to agree first; empty where nobody has to.
   *
   * @param gone rows whose object the listing lacks
   * @param there rows whose object it has
   * @param objects that the listing has
   * @param allowed so many have been agreed to
   */
  Optional<String> objection(long gone, long there, long objects, long allowed) {
    if (isHarmless(gone, allowed)) {
      return Optional.empty();
    }
    if (there == 0) {
      return Optional.of(
          objects == 0
              ? "The bucket is empty, and the catalogue has %s.".formatted(videos(gone))
              : "The bucket has none of the catalogue's %s: it may be the wrong one."
                  .formatted(videos(gone)));
    }
    if (gone <= allowedCount || gone <= allowedShare * (gone + there)) {
      return Optional.empty();
    }
    return Optional.of(
        "The objects of %s of %s are gone: %.0f %% of the catalogue."
            .formatted(
                Formats.exactCount(gone), videos(gone + there), 100.0 * gone / (gone + there)));
  }

  /** One alone is no catastrophe, and what somebody has agreed to is theirs. */
  boolean isHarmless(long gone, long allowed) {
    return gone <= Math.max(allowed, 1);
  }

  private static String videos(long count) {
    return Formats.exactCount(count) + (count == 1 ? " video" : " videos");
  }
}
