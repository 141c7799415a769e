package dev.slipway.catalogue.verdict;

import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.DeletionWriter;
import dev.slipway.catalogue.Video;
import dev.slipway.storage.ObjectStore;
import dev.slipway.web.database.Locks;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Keeps rejected videos for a configured time, then deletes them. Until then nobody can play them,
 * and only people who may manage them can download them. What other tools stored has no owner who
 * knows of it, so it is kept.
 */
@Startup
@ApplicationScoped
public class Quarantine {
  private static final int BATCH_SIZE = 100;
  private static final Duration MAX_KEEP = Duration.ofDays(3650);
  private static final String EXPIRED = "it was rejected, and the time to keep it is over";

  private static final String REJECTED =
      "bucket = ?1 and latest = true and status = REJECTED and deletion.deletedAt is null"
          + " and owner is not null"
          // The trash deletes its videos at their own time.
          + " and deletion.deleteAfter is null";

  private final Duration keep;
  private final String bucket;
  private final DeletionWriter deletions;
  private final Clock clock;

  Quarantine(RejectedConfig config, ObjectStore store, DeletionWriter deletions, Clock clock) {
    if (config.keep().isNegative() || config.keep().compareTo(MAX_KEEP) > 0) {
      throw new IllegalArgumentException(
          "SLIPWAY_REJECTED_KEEP must be from 0 to 10 years, not " + config.keep() + ".");
    }
    this.keep = config.keep();
    this.bucket = store.bucket();
    this.deletions = deletions;
    this.clock = clock;
  }

  /** How long rejected videos are kept; zero if that is for ever. */
  public Duration keep() {
    return keep;
  }

  /** Decides until when a video is kept that is being rejected. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void begin(Video video) {
    var isKeptForEver = keep.isZero() || video.owner() == null;
    video.keepRejectedUntil(isKeptForEver ? null : clock.instant().plus(keep));
  }

  /**
   * Begins the quarantine of videos that were rejected by an earlier version, while rejected videos
   * were kept for ever, or while they had no owner, and of those that were restored from the trash,
   * up to a batch in one transaction.
   *
   * @return whether there may be more
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean beginForEarlier() {
    if (keep.isZero()) {
      return false;
    }
    var earlier = lockBatch("rejectedUntil is null", bucket);
    earlier.forEach(this::begin);
    return earlier.size() == BATCH_SIZE;
  }

  /**
   * Deletes videos that were rejected long enough ago, up to a batch in one transaction.
   *
   * @return whether there may be more
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean deleteExpired() {
    if (keep.isZero()) {
      return false;
    }
    var expired = lockBatch("rejectedUntil <= ?2 order by rejectedUntil", bucket, clock.instant());
    expired.forEach(video -> deletions.delete(video, AuditLog.SYSTEM, EXPIRED));
    return expired.size() == BATCH_SIZE;
  }

  /** Leaves out rows that another process has locked. */
  private static List<Video> lockBatch(String condition, Object... parameters) {
    return Locks.skipLocked(Video.<Video>find(REJECTED + " and " + condition, parameters))
        .page(0, BATCH_SIZE)
        .list();
  }
}
