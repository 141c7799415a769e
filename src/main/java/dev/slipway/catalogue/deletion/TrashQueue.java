package dev.slipway.catalogue.deletion;

import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.DeletionWriter;
import dev.slipway.catalogue.Video;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.web.database.Locks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rows of the configured bucket that are in the trash, or should be by their markers. Each
 * method is one transaction.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class TrashQueue {
  static final int BATCH_SIZE = 100;

  private static final String IN_TRASH =
      "latest and deletion.deleteAfter is not null and deletion.deletedAt is null";

  private final String bucket;
  private final DeletionWriter deletions;
  private final Clock clock;

  TrashQueue(ObjectStore store, DeletionWriter deletions, Clock clock) {
    this.bucket = store.bucket();
    this.deletions = deletions;
    this.clock = clock;
  }

  /** Deletes videos whose time in the trash is over; returns whether there may be more. */
  boolean deleteExpired() {
    var expired =
        Locks.skipLocked(
                Video.<Video>find(
                    "bucket = ?1 and latest and deletion.deleteAfter <= ?2"
                        + " and deletion.deletedAt is null order by deletion.deleteAfter",
                    bucket,
                    clock.instant()))
            .page(0, BATCH_SIZE)
            .list();
    expired.forEach(
        video -> deletions.delete(video, AuditLog.SYSTEM, "its time in the trash is over"));
    return expired.size() == BATCH_SIZE;
  }

  /** Finds the next videos in an account's trash, of whatever bucket, and locks their rows. */
  @Transactional(Transactional.TxType.MANDATORY)
  List<Video> findAndLockTrashOf(String owner) {
    return Locks.skipLocked(
            Video.<Video>find(
                IN_TRASH + " and owner = ?1 order by deletion.deleteAfter desc", owner))
        .page(0, BATCH_SIZE)
        .list();
  }

  /** Finds the current rows of several keys. */
  Map<ObjectKey, Video> findCurrent(Collection<ObjectKey> keys) {
    return Video.<Video>list(
            "bucket = ?1 and latest and objectKey in ?2",
            bucket,
            keys.stream().map(ObjectKey::value).toList())
        .stream()
        .collect(Collectors.toMap(Video::key, Function.identity()));
  }

  /**
   * Finds the next rows in the trash, in the order of their keys.
   *
   * @param after the exclusive first key; null to begin with the first row
   * @param upTo the inclusive last key; null for all
   */
  List<Video> findInTrash(ObjectKey after, ObjectKey upTo) {
    var from = after == null ? "" : after.value();
    var condition = "bucket = ?1 and objectKey > ?2 and " + IN_TRASH;
    var query =
        upTo == null
            ? Video.<Video>find(condition + " order by objectKey", bucket, from)
            : Video.<Video>find(
                condition + " and objectKey <= ?3 order by objectKey", bucket, from, upTo.value());
    return query.page(0, BATCH_SIZE).list();
  }

  /**
   * Moves a video to the trash again which is there by its marker, but not by its row, because the
   * database was restored from a backup. Does nothing if the row has changed.
   *
   * @param row as it was before the marker was read
   */
  void moveBackToTrash(Video row, Instant markerTime) {
    findAndLockUnchanged(row).forEach(video -> deletions.moveBackToTrash(video, markerTime));
  }

  /**
   * Keeps a video in the trash as long as configured, because no marker confirms its time, and has
   * its marker written. Does nothing if the row has changed.
   */
  void extendUnconfirmed(Video row) {
    findAndLockUnchanged(row).forEach(deletions::extendUnconfirmed);
  }

  /** Has the marker of a video written or removed again, unless the row has changed. */
  void repeatCleanup(Video row) {
    findAndLockUnchanged(row).forEach(deletions::repeatCleanup);
  }

  private static List<Video> findAndLockUnchanged(Video row) {
    return Video.findAndLock(row.id()).filter(video -> video.version() == row.version()).stream()
        .toList();
  }
}
