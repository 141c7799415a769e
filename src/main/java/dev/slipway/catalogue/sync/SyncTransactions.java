package dev.slipway.catalogue.sync;

import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.DeletionWriter;
import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.metadata.ObjectMetadataCodec;
import dev.slipway.catalogue.sync.SyncAttempt.MarkerNeeded;
import dev.slipway.catalogue.sync.SyncAttempt.Retry;
import dev.slipway.catalogue.sync.SyncAttempt.UnderTombstone;
import dev.slipway.media.MediaFormat;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The transactions of {@link CatalogueSync}: each compares a row with what the store reported, and
 * decides which transition {@link CatalogueWriter} performs. None calls the store.
 */
@ApplicationScoped
class SyncTransactions {
  /** The notification or completion of a new object arrives within seconds. */
  private static final Duration USUAL_LAG = Duration.ofMinutes(5);

  /** Stores report modification times in whole seconds, rounded down. */
  private static final Duration TIME_PRECISION = Duration.ofSeconds(1);

  private final String bucket;
  private final PendingUploads uploads;
  private final CatalogueWriter writer;
  private final DeletionWriter deletions;
  private final ObjectMetadataCodec metadataCodec;
  private final MissingObjectsHold hold;
  private final Clock clock;

  SyncTransactions(
      ObjectStore store,
      PendingUploads uploads,
      CatalogueWriter writer,
      DeletionWriter deletions,
      ObjectMetadataCodec metadataCodec,
      MissingObjectsHold hold,
      Clock clock) {
    this.bucket = store.bucket();
    this.uploads = uploads;
    this.writer = writer;
    this.deletions = deletions;
    this.metadataCodec = metadataCodec;
    this.hold = hold;
    this.clock = clock;
  }

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Optional<RowSnapshot> findCurrent(ObjectKey key) {
    return Video.findCurrent(bucket, key).map(RowSnapshot::of);
  }

  /** Records that the store has no object under the key. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  SyncAttempt recordAbsent(ObjectKey key, Optional<RowSnapshot> snapshot) {
    var row = Video.findAndLockCurrent(bucket, key);
    if (!isUnchanged(row, snapshot)) {
      return new Retry();
    }
    if (row.isEmpty() || !row.get().isObjectPresent()) {
      return SyncAttempt.withoutVideo(SyncChange.NOTHING);
    }
    writer.markMissing(row.get());
    return SyncAttempt.withoutVideo(SyncChange.MISSING);
  }

  /**
   * Records that the store has this object, unless its key belongs to a tombstone: an aborted
   * upload or a deleted video.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  SyncAttempt recordPresent(
      StoredObject object,
      MediaFormat format,
      Optional<RowSnapshot> snapshot,
      SyncTrigger trigger) {
    // The upload is locked before the video wherever both are locked, to avoid deadlocks.
    var upload = uploads.findAndLock(object.key());
    var row = Video.findAndLockCurrent(bucket, object.key());
    if (!isUnchanged(row, snapshot)) {
      return new Retry();
    }
    if (row.filter(SyncTransactions::isBeingPurged).isPresent()) {
      repeatPurge(row.get());
      return SyncAttempt.withoutVideo(SyncChange.NOTHING);
    }
    if (isTombstone(upload, row)) {
      return new UnderTombstone(tombstoneId(upload, row));
    }
    if (row.filter(video -> isStoredAgain(video, object, upload)).isPresent()) {
      deletions.deleteByUrl(row.get());
      return SyncAttempt.withoutVideo(SyncChange.REMOVED);
    }
    if (row.isEmpty() && (upload.isEmpty() || mayHaveLostItsRow(object, trigger))) {
      return new MarkerNeeded();
    }
    if (row.isEmpty()) {
      var video = writer.catalogue(object, format, upload, trigger);
      return SyncAttempt.of(VideoView.of(video), SyncChange.CATALOGUED);
    }
    if (row.get().isSameObject(object)
        || row.get().isCopiedTo(object, isRestored(object, upload))) {
      return update(row.get(), object, upload);
    }
    var video = writer.replace(row.get(), object, format, upload, trigger);
    return SyncAttempt.of(VideoView.of(video), SyncChange.REPLACED);
  }

  /**
   * Catalogues an object that has no row although it may have had one, which the database lost.
   *
   * @param deleteAfter until when the video is in the trash, by its marker; empty if it isn't
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  SyncAttempt recordWithMarker(
      StoredObject object, MediaFormat format, Optional<Instant> deleteAfter, SyncTrigger trigger) {
    var upload = uploads.findAndLock(object.key());
    var row = Video.findAndLockCurrent(bucket, object.key());
    if (row.isPresent() || isTombstone(upload, row)) {
      return new Retry();
    }
    var known = upload.or(() -> uploads.recoverFromMetadata(object));
    var video = writer.catalogue(object, format, known, trigger);
    deleteAfter.ifPresent(until -> deletions.moveToTrash(video, AuditLog.SYSTEM, until));
    return SyncAttempt.of(VideoView.of(video), SyncChange.CATALOGUED);
  }

  /** Records that an object under the key of a tombstone was removed from the store. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void recordRemoval(StoredObject object, String tombstone) {
    writer.recordRemoval(object, tombstone);
  }

  private static boolean isUnchanged(Optional<Video> row, Optional<RowSnapshot> snapshot) {
    if (row.isEmpty() || snapshot.isEmpty()) {
      return row.isEmpty() && snapshot.isEmpty();
    }
    return snapshot.get().isVersionOf(row.get());
  }

  /** The worker that removes the object also records it. */
  private static boolean isBeingPurged(Video video) {
    return video.isDeleted() && video.deletion().cleanupAt() != null;
  }

  /**
   * Whether an object has the metadata of its upload, and was stored when no signed URL could store
   * it. So an operator has stored it.
   */
  private boolean isRestored(StoredObject object, Optional<PendingUpload> upload) {
    return upload.filter(known -> object.modifiedAt().isAfter(known.writableUntil())).isPresent()
        && metadataCodec.fitsTo(object);
  }

  /**
   * Whether the object was deleted with a signed URL, and stored again with one that was still
   * valid. An object that the store had lost returns with its former modification time, and an
   * operator's copy of a file that was sent in parts was stored when no URL could store it. While
   * missing objects have to be reviewed, this may be the wrong bucket.
   */
  private boolean isStoredAgain(Video video, StoredObject object, Optional<PendingUpload> upload) {
    return video.deletion().isObjectDeletable()
        && upload.filter(known -> !object.modifiedAt().isAfter(known.writableUntil())).isPresent()
        && isStoredAfterDeletion(video, object)
        && !hold.isHeld();
  }

  /** An operator may have copied the object in place before the URL was signed. */
  private boolean isStoredAfterDeletion(Video video, StoredObject object) {
    var end = object.modifiedAt().plus(TIME_PRECISION);
    return (video.isStoredBefore(object) || video.isMissingSince(end))
        && deletions.wasDeletableBefore(video, end);
  }

  /**
   * The worker may have removed the object before this one was stored, so it has to look again. One
   * that is not at work yet will do so anyway.
   */
  private void repeatPurge(Video video) {
    if (video.deletion().cleanupClaimedUntil() != null) {
      deletions.repeatCleanup(video);
    }
  }

  /**
   * Whether the object may have had a row that the database lost. It had none if it was stored just
   * now, and its notification or completion arrives.
   */
  private boolean mayHaveLostItsRow(StoredObject object, SyncTrigger trigger) {
    return trigger == SyncTrigger.RECONCILE
        || object.modifiedAt().isBefore(clock.instant().minus(USUAL_LAG));
  }

  private static boolean isTombstone(Optional<PendingUpload> upload, Optional<Video> row) {
    return upload.filter(PendingUpload::aborted).isPresent()
        || row.filter(Video::isDeleted).isPresent();
  }

  private static String tombstoneId(Optional<PendingUpload> upload, Optional<Video> row) {
    return row.map(Video::id).orElseGet(() -> upload.orElseThrow().id().value());
  }

  /**
   * Updates the row of the same object or a copy of it: the row may lack an owner, or have an
   * outdated size, checksum or ETag.
   */
  private SyncAttempt update(Video video, StoredObject object, Optional<PendingUpload> upload) {
    var change = SyncChange.NOTHING;
    var isUnowned = video.owner() == null;
    var uploadOrRecovered =
        upload.or(() -> isUnowned ? uploads.recoverFromMetadata(object) : Optional.empty());
    if (isUnowned && uploadOrRecovered.isPresent()) {
      writer.assignToUpload(video, uploadOrRecovered.get(), object);
      change = SyncChange.CLAIMED;
    }
    if (!RowSnapshot.of(video).hasSameContent(object)) {
      writer.correct(video, object, uploadOrRecovered);
      change = SyncChange.CORRECTED;
    }
    if (video.isMissing()) {
      writer.markFound(video);
      change = SyncChange.FOUND;
    }
    video.flush();
    return SyncAttempt.of(VideoView.of(video), change);
  }
}
