package dev.slipway.catalogue.deletion;

import dev.slipway.catalogue.Video;
import dev.slipway.storage.ObjectKey;
import java.time.Instant;

/**
 * A claim to update the store so that it matches one row.
 *
 * @param goal what the row says
 * @param markerTime the time that the marker of the trash contains; a rebuilt catalogue deletes the
 *     video then
 * @param claimedUntil identifies the claim; it is lost if the row has another time
 */
record Cleanup(String videoId, ObjectKey key, Goal goal, Instant markerTime, Instant claimedUntil) {
  /** The state that the store has to match. */
  enum Goal {
    /** A tombstone: the object, its parts and its derived files are removed. */
    PURGED,
    /** In the trash: there is a marker. */
    IN_TRASH,
    /** Restored: there is no marker. */
    RESTORED
  }

  static Cleanup of(Video video) {
    var deletion = video.deletion();
    var goal =
        video.isDeleted() ? Goal.PURGED : deletion.isInTrash() ? Goal.IN_TRASH : Goal.RESTORED;
    return new Cleanup(
        video.id(),
        video.key(),
        goal,
        goal == Goal.PURGED ? deletion.deletedAt() : deletion.deleteAfter(),
        deletion.cleanupClaimedUntil());
  }
}
