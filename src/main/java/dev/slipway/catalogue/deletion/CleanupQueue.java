package dev.slipway.catalogue.deletion;

import dev.slipway.catalogue.DeletionWriter;
import dev.slipway.catalogue.TrashConfig;
import dev.slipway.catalogue.Video;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.web.Backoff;
import dev.slipway.web.database.Locks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The rows of the configured bucket that the store doesn't match yet, shared by all replicas
 * through the database. A worker claims one row at a time, for some minutes; if it dies, another
 * one continues. A change of the row doesn't end the claim: the worker that ends notices the
 * change, and another attempt follows. Each method is one transaction.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class CleanupQueue {
  private static final Backoff RETRY = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(15));

  private static final String DUE =
      "bucket = ?1 and deletion.cleanupAt <= ?2"
          + " and (deletion.cleanupClaimedUntil is null or deletion.cleanupClaimedUntil <= ?2)";

  private static final String NOT_IN_TRASH =
      " and (deletion.deleteAfter is null or deletion.deletedAt is not null)";

  private final TrashConfig config;
  private final String bucket;
  private final DeletionWriter deletions;
  private final Clock clock;

  CleanupQueue(TrashConfig config, ObjectStore store, DeletionWriter deletions, Clock clock) {
    this.config = config;
    this.bucket = store.bucket();
    this.deletions = deletions;
    this.clock = clock;
  }

  /**
   * Claims the row that has been due for the longest time.
   *
   * @param markersCompared whether markers may be written. Until all are compared with the rows,
   *     rows in the trash wait, because the absence of a marker may mean that the database is from
   *     a backup.
   */
  Optional<Cleanup> claimNext(boolean markersCompared) {
    return Locks.skipLocked(
            Video.<Video>find(
                DUE + (markersCompared ? "" : NOT_IN_TRASH) + " order by deletion.cleanupAt",
                bucket,
                clock.instant()))
        .<Video>firstResultOptional()
        .map(this::claim);
  }

  /**
   * Claims a row in the transaction that changes it, so that no other worker sees it due. Returns
   * empty if another worker has a claim, or if the object is in another bucket than the configured
   * one.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  Optional<Cleanup> claimIfFree(Video video) {
    return video.bucket().equals(bucket) && !video.deletion().isCleanupClaimed(clock.instant())
        ? Optional.of(claim(video))
        : Optional.empty();
  }

  @Transactional(Transactional.TxType.MANDATORY)
  Cleanup claim(Video video) {
    deletions.claimCleanup(video, clock.instant().plus(config.lease()));
    return Cleanup.of(video);
  }

  /** Records that the store is in line, unless the row was changed or claimed again. */
  void end(Cleanup cleanup) {
    findCurrent(cleanup)
        .ifPresent(
            video -> {
              if (isClaimed(video, cleanup) && video.deletion().isUnchangedSinceClaim()) {
                deletions.endCleanup(video);
              } else {
                repeat(video, cleanup);
              }
            });
  }

  /** Schedules another attempt after a failure, later after each further one. */
  void retryLater(Cleanup cleanup) {
    findCurrent(cleanup)
        .ifPresent(
            video -> {
              if (isClaimed(video, cleanup) && video.deletion().isUnchangedSinceClaim()) {
                var delay = RETRY.delayAfter(video.deletion().cleanupAttempts());
                deletions.retryCleanup(video, clock.instant().plus(delay));
              } else {
                repeat(video, cleanup);
              }
            });
  }

  /** Finds the ids of all generations of the object, which have derived files of their own. */
  List<RandomId> findGenerationIds(ObjectKey key) {
    return Video.findGenerationIds(bucket, key);
  }

  /** Counts the tombstones whose objects are still to be removed. */
  Backlog countBacklog() {
    return countBacklog(clock.instant());
  }

  /** Counts those of them that were deleted before a time. */
  Backlog countBacklog(Instant deletedBefore) {
    var row =
        Video.getEntityManager()
            .createQuery(
                "select count(*), min(v.deletion.deletedAt) from Video v"
                    + " where v.bucket = :bucket and v.deletion.cleanupAt is not null"
                    + " and v.deletion.deletedAt <= :deletedBefore",
                Object[].class)
            .setParameter("bucket", bucket)
            .setParameter("deletedBefore", deletedBefore)
            .getSingleResult();
    return new Backlog((Long) row[0], (Instant) row[1]);
  }

  /** The current generation: it takes the claim over from the one that it replaces. */
  private Optional<Video> findCurrent(Cleanup cleanup) {
    return Video.findAndLockCurrent(bucket, cleanup.key());
  }

  private static boolean isClaimed(Video video, Cleanup cleanup) {
    return cleanup.claimedUntil().equals(video.deletion().cleanupClaimedUntil());
  }

  /**
   * The row has changed since the claim, or another worker has claimed it since. What this worker
   * wrote to the store may be outdated, so another attempt corrects it. After a purge nothing can
   * be outdated but a marker, which {@link MarkerSweep} removes.
   */
  private void repeat(Video video, Cleanup cleanup) {
    if (isClaimed(video, cleanup)) {
      deletions.releaseCleanup(video);
    }
    if (!video.isDeleted() || video.deletion().cleanupAt() != null) {
      deletions.repeatCleanup(video);
    }
  }

  /**
   * @param oldestDeletedAt when the one that waits for the longest time was deleted, or null
   */
  record Backlog(long waiting, Instant oldestDeletedAt) {}
}
