package dev.slipway.catalogue.sync;

import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoDetails;
import dev.slipway.catalogue.VideoStatus;
import dev.slipway.catalogue.VideoView;
import dev.slipway.media.MediaFormat;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import dev.slipway.web.Formats;
import dev.slipway.web.SafeText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/**
 * The transactions of {@link CatalogueSync}: each reads or writes rows, and none asks the store.
 */
@ApplicationScoped
class CatalogueWriter {
  private final String bucket;
  private final PendingUploads intents;
  private final AuditLog audit;
  private final Event<ObjectStored> stored;
  private final CatalogueMetrics lag;
  private final SecureRandom random;
  private final Clock clock;

  CatalogueWriter(
      ObjectStore store,
      PendingUploads intents,
      AuditLog audit,
      Event<ObjectStored> stored,
      CatalogueMetrics lag,
      SecureRandom random,
      Clock clock) {
    this.bucket = store.bucket();
    this.intents = intents;
    this.audit = audit;
    this.stored = stored;
    this.lag = lag;
    this.random = random;
    this.clock = clock;
  }

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Optional<RowSnapshot> findCurrent(ObjectKey key) {
    return Video.findCurrent(bucket, key).map(RowSnapshot::of);
  }

  /** The store has no such object. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  SyncAttempt writeAbsent(ObjectKey key, Optional<RowSnapshot> seen) {
    var row = lockCurrent(key);
    if (!isStill(row, seen)) {
      return SyncAttempt.RETRY;
    }
    if (row.isEmpty() || row.get().isMissing() || row.get().status == VideoStatus.DELETED) {
      return SyncAttempt.withoutVideo(SyncChange.NOTHING);
    }
    row.get().missingSince = clock.instant();
    audit.record(AuditLog.STORE, "video.missing", row.get().id, null);
    return SyncAttempt.withoutVideo(SyncChange.MISSING);
  }

  /** The store has this object, and no row says so yet. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  SyncAttempt writePresent(
      StoredObject object, MediaFormat format, Optional<RowSnapshot> seen, SyncTrigger signal) {
    // The promise is locked before the row, here and wherever both are touched.
    var intent = intents.findAndLock(object.key());
    var row = lockCurrent(object.key());
    if (!isStill(row, seen)) {
      return SyncAttempt.RETRY;
    }
    if (isTombstone(intent, row)) {
      return SyncAttempt.underTombstone(tombstoneOf(intent, row));
    }
    if (row.isPresent() && row.get().isSameObject(object)) {
      return agree(row.get(), object, intent);
    }
    var promise =
        intent.or(() -> row.isEmpty() ? intents.recoverFromMetadata(object) : Optional.empty());
    var video = row.isPresent() ? nextGeneration(row.get(), object) : first(promise, object);
    var promised = row.isPresent() ? 0 : promise.map(PendingUpload::size).orElse(0L);
    video.storedBy = signal;
    video.cataloguedAt = clock.instant();
    video.classify(format, promised);
    video.persistAndFlush();
    audit.record(AuditLog.STORE, "video.stored", video.id, describe(object));
    settle(promise, object);
    lag.record(signal, video.catalogueLag());
    return SyncAttempt.of(
        VideoView.of(video), row.isPresent() ? SyncChange.REPLACED : SyncChange.CATALOGUED);
  }

  private void settle(Optional<PendingUpload> promise, StoredObject object) {
    promise.ifPresent(
        intent -> stored.fire(new ObjectStored(intent.id(), intent.owner(), object.size())));
  }

  /** An object that stood under the key of something given up is gone now. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void recordRemoval(StoredObject object, String tombstone) {
    audit.record(AuditLog.STORE, "object.removed", tombstone, describe(object));
  }

  private Optional<Video> lockCurrent(ObjectKey key) {
    return Video.<Video>find(
            "bucket = ?1 and objectKey = ?2 and latest = true", bucket, key.value())
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  private static boolean isStill(Optional<Video> row, Optional<RowSnapshot> seen) {
    if (row.isEmpty() || seen.isEmpty()) {
      return row.isEmpty() && seen.isEmpty();
    }
    return row.get().id.equals(seen.get().id()) && row.get().version == seen.get().version();
  }

  private static boolean isTombstone(Optional<PendingUpload> intent, Optional<Video> row) {
    return intent.filter(PendingUpload::aborted).isPresent()
        || row.filter(video -> video.status == VideoStatus.DELETED).isPresent();
  }

  private static String tombstoneOf(Optional<PendingUpload> intent, Optional<Video> row) {
    return row.map(video -> video.id).orElseGet(() -> intent.orElseThrow().id().value());
  }

  /** The object that the row describes, though the row may describe it wrongly. */
  private SyncAttempt agree(Video video, StoredObject object, Optional<PendingUpload> promise) {
    var change = SyncChange.NOTHING;
    var owner =
        promise.or(
            () -> video.owner == null ? intents.recoverFromMetadata(object) : Optional.empty());
    if (video.owner == null && owner.isPresent()) {
      video.claim(owner.get());
      audit.record(AuditLog.STORE, "video.claimed", video.id, "by " + video.owner);
      change = SyncChange.CLAIMED;
    }
    if (!video.describes(object)) {
      change = SyncChange.CORRECTED;
      audit.record(AuditLog.STORE, "video.corrected", video.id, correction(video, object));
      video.describe(object);
    }
    if (change != SyncChange.NOTHING) {
      settle(owner, object);
    }
    if (video.isMissing()) {
      video.missingSince = null;
      audit.record(AuditLog.STORE, "video.found", video.id, null);
      change = SyncChange.FOUND;
    }
    video.flush();
    return SyncAttempt.of(VideoView.of(video), change);
  }

  private Video first(Optional<PendingUpload> promise, StoredObject object) {
    var origin = ObjectMetadata.of(object);
    var id =
        promise
            .map(PendingUpload::id)
            .or(() -> addressOf(object, origin))
            // A copy of the bucket under another name: the address is that of the row of the first.
            .filter(address -> Video.findById(address.value()) == null)
            .orElseGet(() -> RandomId.random(random));
    var video = Video.of(id, bucket, object, 1);
    video.uploadId = promise.map(intent -> intent.id().value()).orElse(null);
    video.owner = promise.map(PendingUpload::owner).orElse(null);
    video.fileName = promise.map(PendingUpload::fileName).orElseGet(() -> nameOf(object, origin));
    video.applyDetails(
        promise.map(PendingUpload::details).orElseGet(() -> detailsOf(video, origin)));
    return video;
  }

  /** An object of ours keeps its address, also where nothing is known any more of its owner. */
  private static Optional<RandomId> addressOf(
      StoredObject object, Optional<ObjectMetadata> origin) {
    return origin.flatMap(ours -> object.key().sourceId());
  }

  private static String nameOf(StoredObject object, Optional<ObjectMetadata> origin) {
    return origin.map(ObjectMetadata::fileName).orElseGet(() -> lastSegment(object.key()));
  }

  private static VideoDetails detailsOf(Video video, Optional<ObjectMetadata> origin) {
    return VideoDetails.titled(origin.map(ObjectMetadata::title).orElse(video.fileName));
  }

  /** The same key with other bytes: the old row stays as what was, and keeps its address. */
  private Video nextGeneration(Video old, StoredObject object) {
    old.latest = false;
    old.flush();
    var video = Video.of(RandomId.random(random), bucket, object, old.generation + 1);
    video.uploadId = old.uploadId;
    video.owner = old.owner;
    video.fileName = old.fileName;
    video.applyDetails(old.details());
    audit.record(AuditLog.STORE, "video.replaced", old.id, "by " + video.id);
    return video;
  }

  private static String lastSegment(ObjectKey key) {
    var name = key.value().substring(key.value().lastIndexOf('/') + 1);
    return SafeText.label(name).orElse("untitled");
  }

  private static String describe(StoredObject object) {
    return "%s, ETag %s".formatted(Formats.exactBytes(object.size()), object.etag());
  }

  private static String correction(Video video, StoredObject object) {
    return video.size == object.size()
        ? "checksum %s instead of %s".formatted(object.checksumSha256(), video.checksumSha256)
        : "%s instead of %s"
            .formatted(Formats.exactBytes(object.size()), Formats.exactBytes(video.size));
  }
}
