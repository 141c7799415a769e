package dev.slipway.catalogue;

import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.VideoStatus.VideoStatusChanged;
import dev.slipway.observability.LifecycleLog;
import dev.slipway.web.Formats;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Performs each step of deleting a video, with everything that belongs to it: the row, the audit
 * entry and the event. All methods join a transaction in which the row is locked; none calls the
 * store. What is to be done in the store is recorded in the row and done by {@link
 * dev.slipway.catalogue.deletion}.
 */
@Startup
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class DeletionWriter {
  private static final Duration MIN_KEEP = Duration.ofSeconds(1);
  private static final Duration MAX_KEEP = Duration.ofDays(3650);

  private static final String URL_SIGNED = "deletion.signed";

  /** A hundredth of the time in the trash, such as 100 minutes, is no extension worth recording. */
  private static final int NEGLIGIBLE_SHARE = 100;

  private final Duration keep;
  private final AuditLog audit;
  private final LifecycleLog log;
  private final Event<CleanupScheduled> scheduled;
  private final Event<DeletionEvent> changed;
  private final Event<ObjectPurged> purged;
  private final Event<VideoStatusChanged> statusChanges;
  private final Clock clock;

  DeletionWriter(
      TrashConfig config,
      AuditLog audit,
      LifecycleLog log,
      Event<CleanupScheduled> scheduled,
      Event<DeletionEvent> changed,
      Event<ObjectPurged> purged,
      Event<VideoStatusChanged> statusChanges,
      Clock clock) {
    if (config.keep().compareTo(MIN_KEEP) < 0 || config.keep().compareTo(MAX_KEEP) > 0) {
      throw new IllegalArgumentException(
          "SLIPWAY_TRASH_KEEP must be from 1 second to 10 years, not " + config.keep() + ".");
    }
    this.keep = config.keep();
    this.audit = audit;
    this.log = log;
    this.scheduled = scheduled;
    this.changed = changed;
    this.purged = purged;
    this.statusChanges = statusChanges;
    this.clock = clock;
  }

  /** Moves the video to the trash, for as long as configured. */
  public void moveToTrash(Video video, String actor) {
    moveToTrash(video, actor, clock.instant().plus(keep));
  }

  /** Moves the video to the trash until a time, which may have passed. */
  public void moveToTrash(Video video, String actor, Instant until) {
    moveToTrash(video, actor, until, "until " + Formats.humanTime(until));
    changed.fire(DeletionEvent.TRASHED);
  }

  /**
   * Moves a video to the trash again which is there by its marker. It stays there at least as long
   * as configured, so that it can be restored even if the marker is old.
   */
  public void moveBackToTrash(Video video, Instant markerTime) {
    moveToTrash(video, AuditLog.SYSTEM, latest(markerTime, clock.instant().plus(keep)));
  }

  /**
   * Keeps a video in the trash whose time no marker confirms, and has its marker written. Perhaps
   * the video was restored after the backup from which the database is, so it stays as long as
   * configured. One that was moved to the trash just now keeps its time.
   */
  public void extendUnconfirmed(Video video) {
    var until = clock.instant().plus(keep);
    if (video.deletion.deleteAfter().isAfter(until.minus(keep.dividedBy(NEGLIGIBLE_SHARE)))) {
      repeatCleanup(video);
      return;
    }
    var detail = "until " + Formats.humanTime(until) + ", because no marker confirmed its time";
    moveToTrash(video, AuditLog.SYSTEM, until, detail);
  }

  /** Takes the video out of the trash. A rejected one is kept for another period from now on. */
  public void restore(Video video, String actor) {
    video.deletion.restore();
    if (video.isRejected()) {
      // Its time may have passed in the trash. The quarantine begins the period.
      video.keepRejectedUntil(null);
    }
    scheduleCleanup(video, clock.instant());
    audit.record(actor, "video.restored", video.id, null);
    changed.fire(DeletionEvent.RESTORED);
  }

  /**
   * Makes the video and the older generations of its object tombstones. The objects are removed
   * afterwards, so that a crash in between leaves a tombstone and never a row without its object.
   *
   * @param reason for people, or null
   */
  public void delete(Video video, String actor, String reason) {
    for (var generation : Video.listUndeletedGenerations(video)) {
      generation.markDeleted(clock.instant());
      audit.record(actor, "video.deleted", generation.id, reason);
      statusChanges.fire(VideoStatusChanged.of(generation));
    }
    scheduleCleanup(video, clock.instant());
    changed.fire(DeletionEvent.DELETED);
    log.record("Video deleted", video.id, video.owner, video.size);
  }

  /** Records that a URL was signed with which the object can be deleted in the store. */
  void recordDeleteUrl(Video video, String actor, Instant expiresAt) {
    video.deletion.recordUrl(actor, expiresAt);
    audit.record(actor, URL_SIGNED, video.id, "valid until " + Formats.humanTime(expiresAt));
  }

  /** Whether a URL that deletes the object was signed before a time, and may have been used. */
  public boolean wasDeletableBefore(Video video, Instant time) {
    return video.deletion.isObjectDeletable() && audit.hasEntryBefore(URL_SIGNED, video.id, time);
  }

  /** Deletes a video whose object was removed with a signed URL. */
  public void deleteByUrl(Video video) {
    var by = video.deletion.deleteUrlBy();
    delete(
        video,
        by,
        AuditLog.STORE.equals(by)
            ? "with one of the URLs that several accounts had"
            : "with a signed URL");
  }

  /** Records that no URL can delete the object any more, and that the object is still there. */
  public void forgetDeleteUrl(Video video) {
    video.deletion.forgetUrl();
  }

  /** Claims the cleanup for one attempt. If that has not ended by then, another one follows. */
  public void claimCleanup(Video video, Instant until) {
    video.deletion.claimCleanup(until);
  }

  /** Ends an attempt that failed; another one follows at this time. */
  public void retryCleanup(Video video, Instant at) {
    video.deletion.retryCleanup(at);
  }

  /** Ends the claim of a worker. */
  public void releaseCleanup(Video video) {
    video.deletion.releaseCleanup();
  }

  /** Schedules another attempt, after the one of a worker that has a claim. */
  public void repeatCleanup(Video video) {
    scheduleCleanup(video, clock.instant());
  }

  /**
   * Records that the store matches the row. For a tombstone it means that the object is removed, so
   * its bytes stop counting against the quota, unless another video has them too, even a deleted
   * one whose object is still to be removed.
   */
  public void endCleanup(Video video) {
    video.deletion.endCleanup();
    if (video.isDeleted()) {
      audit.record(AuditLog.SYSTEM, "video.purged", video.id, Formats.exactBytes(video.size));
      changed.fire(DeletionEvent.PURGED);
      if (video.uploadId != null && !Video.existsUnpurgedOf(video.uploadId)) {
        purged.fire(new ObjectPurged(video.uploadId));
      }
      log.record("Video purged", video.id, video.owner, video.size);
    }
  }

  private void moveToTrash(Video video, String actor, Instant until, String detail) {
    video.deletion.moveToTrash(until);
    scheduleCleanup(video, clock.instant());
    audit.record(actor, "video.trashed", video.id, detail);
  }

  private void scheduleCleanup(Video video, Instant at) {
    video.deletion.scheduleCleanup(at);
    scheduled.fire(new CleanupScheduled(video.id));
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** A change of a video's deletion. Fired in the transaction of the change. */
  public enum DeletionEvent {
    TRASHED,
    RESTORED,
    DELETED,
    PURGED
  }

  /** The store has to be updated to match a row. Fired in the transaction of the change. */
  public record CleanupScheduled(String videoId) {}

  /**
   * The object of a deleted video was removed. Fired synchronously in the transaction that records
   * it, so that the quota is returned in the same transaction. Not fired for objects of other
   * tools, and while another object of the same upload exists, after a copy of the bucket.
   */
  public record ObjectPurged(String uploadId) {}
}
