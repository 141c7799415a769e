package dev.slipway.catalogue.deletion;

import dev.slipway.catalogue.DeletionWriter;
import dev.slipway.catalogue.TrashConfig;
import dev.slipway.catalogue.Video;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The rows of the configured bucket whose objects can be deleted with a signed URL. Each method is
 * one transaction.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class DeleteUrls {
  private static final int BATCH_SIZE = 100;

  /** Within this time, a DELETE that began before its URL expired has ended. */
  private static final Duration DELETE_TIMEOUT = Duration.ofMinutes(1);

  /** Some stores report times in whole seconds, rounded down. */
  private static final Duration TIME_PRECISION = Duration.ofSeconds(1);

  private final String bucket;
  private final Duration grace;
  private final DeletionWriter deletions;
  private final Clock clock;

  DeleteUrls(ObjectStore store, TrashConfig config, DeletionWriter deletions, Clock clock) {
    this.bucket = store.bucket();
    this.grace = config.deleteUrlGrace();
    this.deletions = deletions;
    this.clock = clock;
  }

  /**
   * Finds the objects to ask the store for: those whose URL has expired, and those that have been
   * missing for so long that they count as deleted.
   */
  List<ObjectKey> findDue() {
    return Video.<Video>find(
            "bucket = ?1 and latest and deletion.deleteUrlUntil is not null"
                + " and (missingSince is null and deletion.deleteUrlUntil < ?2"
                + " or missingSince < ?3) order by deletion.deleteUrlUntil",
            bucket,
            urlCutoff(),
            missingCutoff())
        .page(0, BATCH_SIZE)
        .stream()
        .map(Video::key)
        .toList();
  }

  /** Forgets the expired URL of an object that was found in the store after the expiry. */
  void forgetExpired(ObjectKey key) {
    Video.findAndLockCurrent(bucket, key)
        .filter(video -> video.deletion().isDeleteUrlExpired(urlCutoff()))
        .ifPresent(deletions::forgetDeleteUrl);
  }

  /** Deletes the video of an object that is still missing after the grace period. */
  void deleteMissing(ObjectKey key) {
    Video.findAndLockCurrent(bucket, key)
        .filter(video -> video.deletion().isObjectDeletable())
        .filter(video -> video.isMissingSince(missingCutoff()))
        .ifPresent(deletions::deleteByUrl);
  }

  /**
   * Deletes the video of a missing object that the store reports as removed at a time after the URL
   * was signed.
   */
  void deleteRemoved(ObjectKey key, Instant removedAt) {
    Video.findAndLockCurrent(bucket, key)
        .filter(Video::isMissing)
        .filter(video -> deletions.wasDeletableBefore(video, removedAt.plus(TIME_PRECISION)))
        .ifPresent(deletions::deleteByUrl);
  }

  private Instant urlCutoff() {
    return clock.instant().minus(DELETE_TIMEOUT);
  }

  private Instant missingCutoff() {
    return clock.instant().minus(grace);
  }
}
