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
   * When the store has to be brought in line with the row: the objects of a tombstone are removed,
   * otherwise the marker of the trash is written or removed. Null if nothing is left to do.
   */
  Instant cleanupAt;

  int cleanupAttempts;

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

  /** When the store has to be brought in line with the row; null if it is. */
  public Instant cleanupAt() {
    return cleanupAt;
  }

  public int cleanupAttempts() {
    return cleanupAttempts;
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

  /** The next generation of an object is in the trash too; a URL to delete it doesn't fit it. */
  Deletion ofNextGeneration() {
    var next = new Deletion();
    next.deleteAfter = deleteAfter;
    next.cleanupAt = cleanupAt;
    endCleanup();
    forgetUrl();
    return next;
  }

  void moveToTrash(Instant until) {
    deleteAfter = until;
  }

  void restore() {
    deleteAfter = null;
  }

  void markDeleted(Instant at) {
    deletedAt = at;
    forgetUrl();
  }

  /** Schedules the cleanup of the store, instead of an earlier one. */
  void scheduleCleanup(Instant at) {
    cleanupAt = at;
    cleanupAttempts = 0;
  }

  void postponeCleanup(Instant until) {
    cleanupAt = until;
    cleanupAttempts++;
  }

  void retryCleanup(Instant at) {
    cleanupAt = at;
  }

  void endCleanup() {
    cleanupAt = null;
    cleanupAttempts = 0;
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
