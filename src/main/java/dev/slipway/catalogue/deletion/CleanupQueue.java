package dev.slipway.catalogue.deletion;

import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.DeletionWriter;
import dev.slipway.catalogue.TrashConfig;
import dev.slipway.catalogue.Video;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.web.Backoff;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.LockOptions;
import org.hibernate.jpa.SpecHints;

/**
 * The rows that the store has to be brought in line with, shared by all replicas through the
 * database. A replica claims a row for some minutes; if it dies, another one continues. Each method
 * is one transaction.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class CleanupQueue {
  static final int BATCH_SIZE = 100;

  private static final int CLAIM_SIZE = 20;
  private static final Backoff RETRY = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(15));

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

  /** Deletes videos whose time in the trash is over; returns whether there may be more. */
  boolean deleteExpired() {
    var expired =
        skipLocked(
                Video.<Video>find(
                    "latest and deletion.deleteAfter <= ?1 and deletion.deletedAt is null"
                        + " order by deletion.deleteAfter",
                    now()))
            .page(0, BATCH_SIZE)
            .list();
    expired.forEach(
        video -> deletions.delete(video, AuditLog.SYSTEM, "its time in the trash is over"));
    return expired.size() == BATCH_SIZE;
  }

  /** Finds the next videos in an account's trash and locks their rows. */
  @Transactional(Transactional.TxType.MANDATORY)
  List<Video> findAndLockTrashOf(String owner) {
    return skipLocked(
            Video.<Video>find(
                "latest and owner = ?1 and deletion.deleteAfter is not null"
                    + " and deletion.deletedAt is null order by deletion.deleteAfter desc",
                owner))
        .page(0, BATCH_SIZE)
        .list();
  }

  /** Claims the next rows that are due. */
  List<Cleanup> claimDue() {
    return skipLocked(
            Video.<Video>find("deletion.cleanupAt <= ?1 order by deletion.cleanupAt", now()))
        .page(0, CLAIM_SIZE)
        .list()
        .stream()
        .map(this::claim)
        .toList();
  }

  /** Claims a row in the transaction that changes it, so that no other replica sees it due. */
  @Transactional(Transactional.TxType.MANDATORY)
  Cleanup claim(Video video) {
    deletions.postponeCleanup(video, now().plus(config.lease()));
    return Cleanup.of(video);
  }

  /** Records that the store is in line, unless the row was changed or claimed again. */
  void end(Cleanup cleanup) {
    findClaimed(cleanup).ifPresent(deletions::endCleanup);
  }

  /** Schedules another attempt after a failure, later after each further one. */
  void retryLater(Cleanup cleanup) {
    findClaimed(cleanup)
        .ifPresent(
            video -> {
              var delay = RETRY.delayAfter(video.deletion().cleanupAttempts());
              deletions.retryCleanup(video, now().plus(delay));
            });
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
   * Moves a video to the trash again which was there according to its marker, but not according to
   * the row, because the database was restored from a backup.
   *
   * @param version of the row before the marker was read; if it changed, nothing happens
   */
  void moveBackToTrash(ObjectKey key, int version, Instant deleteAfter) {
    Video.findAndLockCurrent(bucket, key)
        .filter(video -> video.version() == version)
        .ifPresent(video -> deletions.moveToTrash(video, AuditLog.SYSTEM, deleteAfter));
  }

  /** Counts the tombstones whose objects are still to be removed. */
  Backlog countBacklog() {
    var row =
        Video.getEntityManager()
            .createQuery(
                "select count(*), min(v.deletion.deletedAt) from Video v"
                    + " where v.deletion.cleanupAt is not null"
                    + " and v.deletion.deletedAt is not null",
                Object[].class)
            .getSingleResult();
    return new Backlog((Long) row[0], (Instant) row[1]);
  }

  private static Optional<Video> findClaimed(Cleanup cleanup) {
    return Video.findAndLock(cleanup.videoId().value())
        .filter(video -> cleanup.claimedUntil().equals(video.deletion().cleanupAt()));
  }

  /** A locked row is being changed or claimed; waiting for it would end with nothing to do. */
  private static PanacheQuery<Video> skipLocked(PanacheQuery<Video> query) {
    return query
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .withHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, LockOptions.SKIP_LOCKED);
  }

  /** PostgreSQL keeps times to the microsecond, and a claim is recognised by its time. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * @param oldestDeletedAt when the one that waits for the longest time was deleted, or null
   */
  record Backlog(long waiting, Instant oldestDeletedAt) {
    boolean isOlderThan(Instant time) {
      return oldestDeletedAt != null && oldestDeletedAt.isBefore(time);
    }
  }
}
