package dev.slipway.catalogue;

import dev.slipway.audit.AuditLog;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.persistence.Embeddable;
import java.time.Instant;

/**
 * How far the deletion of a video has come: whether it is in the trash or a tombstone, and what is
 * still to be done in the store. {@link DeletionWriter} changes it.
 */
@Embeddable
public class Deletion {
  /** When a video in the trash is deleted; null if it is not in the trash. Kept on tombstones. */
  Instant deleteAfter;

  /** When the video became a tombstone; null as long as it is none. */
  Instant deletedAt;

  /**
   * When the store has to be updated to match the row: the objects of a tombstone are removed,
   * otherwise the marker of the trash is written or removed. Null if nothing is left to do.
   */
  Instant cleanupAt;

  int cleanupAttempts;

  /**
   * The end of a worker's exclusive claim to update the store; null without one. Identifies the
   * claim. The row can change before it ends.
   */
  Instant cleanupClaimedUntil;

  /**
   * The latest time in the trash that a restoration cancelled; null without one. A marker with this
   * time or an earlier one is outdated.
   */
  Instant cancelledDeleteAfter;

  /** When the last URL that deletes the object of this generation expires; null without one. */
  Instant deleteUrlUntil;

  /** The account that asked for that URL; {@link AuditLog#STORE} if several did. */
  String deleteUrlBy;

  protected Deletion() {}

  /** Whether the video can be restored. */
  public boolean isInTrash() {
    return deleteAfter != null && deletedAt == null;
  }

  /**
   * @throws ProblemException {@code video-in-trash}; {@code video-deleted}
   */
  public void requireNotInTrash() {
    requireNotDeleted();
    if (isInTrash()) {
      throw new ProblemException(ErrorCode.VIDEO_IN_TRASH, "Restore the video first.");
    }
  }

  /**
   * @throws ProblemException {@code video-deleted}
   */
  public void requireNotDeleted() {
    if (deletedAt != null) {
      throw new ProblemException(
          ErrorCode.VIDEO_DELETED, "It was deleted permanently and can't be restored.");
    }
  }

  /** When a video in the trash is deleted, or would have been; null if it never was there. */
  public Instant deleteAfter() {
    return deleteAfter;
  }

  /** When the video became a tombstone; null as long as it is none. */
  public Instant deletedAt() {
    return deletedAt;
  }

  /** When the store has to be updated to match the row; null if it matches. */
  public Instant cleanupAt() {
    return cleanupAt;
  }

  public int cleanupAttempts() {
    return cleanupAttempts;
  }

  /** Identifies the claim of the worker that brings the store in line; null without one. */
  public Instant cleanupClaimedUntil() {
    return cleanupClaimedUntil;
  }

  /** Whether a worker brings the store in line at that time, so that no other one may. */
  public boolean isCleanupClaimed(Instant now) {
    return cleanupClaimedUntil != null && cleanupClaimedUntil.isAfter(now);
  }

  /** Whether the row has not changed since the claim. */
  public boolean isUnchangedSinceClaim() {
    return cleanupClaimedUntil != null && cleanupClaimedUntil.equals(cleanupAt);
  }

  /** Whether a marker with this time is from before the video was restored. */
  public boolean isOutdatedMarker(Instant markerTime) {
    return cancelledDeleteAfter != null && !markerTime.isAfter(cancelledDeleteAfter);
  }

  /** Whether a marker says that the video stays in the trash for longer than the row says. */
  public boolean isLaterMarker(Instant markerTime) {
    return isInTrash() && markerTime.isAfter(deleteAfter) && !isOutdatedMarker(markerTime);
  }

  /** Whether a URL that deletes the object was signed, and may have been used. */
  public boolean isObjectDeletable() {
    return deleteUrlUntil != null;
  }

  /** Whether the last URL that deletes the object expired before a time. */
  public boolean isDeleteUrlExpired(Instant cutoff) {
    return deleteUrlUntil != null && deleteUrlUntil.isBefore(cutoff);
  }

  /**
   * The account that asked for the URL that deletes the object; {@link AuditLog#STORE} if several
   * did, because the store doesn't report whose URL was used; null without one.
   */
  public String deleteUrlBy() {
    return deleteUrlBy;
  }

  /**
   * Moves to the next generation of the object, which is in the trash too. The replaced one is
   * deleted with it. A URL that deletes the object doesn't fit the next one.
   */
  Deletion moveToNextGeneration() {
    var next = new Deletion();
    next.deleteAfter = deleteAfter;
    next.cancelledDeleteAfter = cancelledDeleteAfter;
    next.cleanupAt = cleanupAt;
    next.cleanupAttempts = cleanupAttempts;
    next.cleanupClaimedUntil = cleanupClaimedUntil;
    deleteAfter = null;
    endCleanup();
    forgetUrl();
    return next;
  }

  void moveToTrash(Instant until) {
    deleteAfter = until;
  }

  void restore() {
    if (cancelledDeleteAfter == null || deleteAfter.isAfter(cancelledDeleteAfter)) {
      cancelledDeleteAfter = deleteAfter;
    }
    deleteAfter = null;
  }

  void markDeleted(Instant at) {
    deletedAt = at;
    forgetUrl();
  }

  /** Schedules the cleanup of the store. A worker with a claim ends before it begins. */
  void scheduleCleanup(Instant at) {
    cleanupAt = at;
    cleanupAttempts = 0;
  }

  /** Claims the cleanup for one attempt, and schedules the next one for when the claim expires. */
  void claimCleanup(Instant until) {
    cleanupClaimedUntil = until;
    cleanupAt = until;
    cleanupAttempts++;
  }

  void releaseCleanup() {
    cleanupClaimedUntil = null;
  }

  void retryCleanup(Instant at) {
    cleanupAt = at;
    releaseCleanup();
  }

  void endCleanup() {
    cleanupAt = null;
    cleanupAttempts = 0;
    releaseCleanup();
  }

  /** Remembers that a URL which deletes the object was signed. The longest-lived one counts. */
  void recordUrl(String account, Instant urlExpiry) {
    deleteUrlBy = deleteUrlBy == null || deleteUrlBy.equals(account) ? account : AuditLog.STORE;
    if (deleteUrlUntil == null || urlExpiry.isAfter(deleteUrlUntil)) {
      deleteUrlUntil = urlExpiry;
    }
  }

  void forgetUrl() {
    deleteUrlUntil = null;
    deleteUrlBy = null;
  }
}
