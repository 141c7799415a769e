package dev.slipway.reconcile;

import dev.slipway.web.Formats;
import java.util.Optional;

/**
 * Prevents an empty or wrong bucket from marking every video as missing.
 *
 * @param allowedShare the share of videos that may be missing without approval, from 0 to 1
 * @param allowedCount the number of videos that may be missing without approval, whatever their
 *     share
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
   * Returns why an administrator has to approve first, or empty if no approval is needed.
   *
   * @param missing rows without an object in the listing
   * @param present rows with an object in the listing
   * @param objects objects in the listing
   * @param approved how many missing objects an administrator has approved
   */
  Optional<String> holdReason(long missing, long present, long objects, long approved) {
    if (isHarmless(missing, approved)) {
      return Optional.empty();
    }
    if (present == 0) {
      return Optional.of(
          objects == 0
              ? "The bucket is empty, but the catalogue has %s.".formatted(videos(missing))
              : "The bucket contains none of the catalogue's %s. It may be the wrong bucket."
                  .formatted(videos(missing)));
    }
    var total = missing + present;
    if (missing <= allowedCount || missing <= allowedShare * total) {
      return Optional.empty();
    }
    return Optional.of(
        "The objects of %s of %s are missing: %.0f%% of the catalogue."
            .formatted(Formats.exactCount(missing), videos(total), 100.0 * missing / total));
  }

  /** Whether the number is at most one, or at most what an administrator has approved. */
  boolean isHarmless(long missing, long approved) {
    return missing <= Math.max(approved, 1);
  }

  private static String videos(long count) {
    return Formats.exactCount(count) + (count == 1 ? " video" : " videos");
  }
}
