package dev.slipway.catalogue.sync;

import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoDetails;
import dev.slipway.catalogue.VideoStatus.VideoStatusChanged;
import dev.slipway.catalogue.metadata.ObjectMetadata;
import dev.slipway.catalogue.metadata.ObjectMetadataCodec;
import dev.slipway.catalogue.verdict.Quarantine;
import dev.slipway.media.MediaFormat;
import dev.slipway.observability.LifecycleLog;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import dev.slipway.web.Formats;
import dev.slipway.web.SafeText;
import dev.slipway.web.ratelimit.RateLimiter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Writes the rows of videos, in the transactions of {@link SyncTransactions}. Each method performs
 * one transition with everything that belongs to it: the row, the audit entry, the event for the
 * upload, the metric.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class CatalogueWriter {
  private static final Logger LOG = Logger.getLogger(CatalogueWriter.class);

  private final String bucket;
  private final AuditLog audit;
  private final LifecycleLog log;
  private final Event<ObjectStored> stored;
  private final Event<VideoStatusChanged> statusChanges;
  private final VideoProcessing processing;
  private final Quarantine quarantine;
  private final CatalogueMetrics metrics;
  private final ObjectMetadataCodec metadataCodec;
  private final SecureRandom random;
  private final Clock clock;

  /** A rebuild with a lost key would otherwise log a line for each object. */
  private final RateLimiter warnings;

  CatalogueWriter(
      ObjectStore store,
      AuditLog audit,
      LifecycleLog log,
      Event<ObjectStored> stored,
      Event<VideoStatusChanged> statusChanges,
      VideoProcessing processing,
      Quarantine quarantine,
      CatalogueMetrics metrics,
      ObjectMetadataCodec metadataCodec,
      SecureRandom random,
      Clock clock) {
    this.bucket = store.bucket();
    this.audit = audit;
    this.log = log;
    this.stored = stored;
    this.statusChanges = statusChanges;
    this.processing = processing;
    this.quarantine = quarantine;
    this.metrics = metrics;
    this.metadataCodec = metadataCodec;
    this.random = random;
    this.clock = clock;
    this.warnings = RateLimiter.onePerMinute(1, clock);
  }

  /** Writes the first generation of an object. */
  Video catalogue(
      StoredObject object,
      MediaFormat format,
      Optional<PendingUpload> upload,
      SyncTrigger trigger) {
    var video = firstGeneration(object, upload);
    var expectedSize = upload.map(PendingUpload::size).orElse(0L);
    video.classify(format, expectedSize, trigger, clock.instant());
    insert(video, object, upload);
    if (upload.isEmpty()) {
      metadataCodec.findUnusableKeyId(object).ifPresent(id -> recordUnreadable(video, id));
    }
    return video;
  }

  /** Writes the next generation of an object. It may be shorter than the upload declared. */
  Video replace(
      Video current,
      StoredObject object,
      MediaFormat format,
      Optional<PendingUpload> upload,
      SyncTrigger trigger) {
    var video = current.replaceBy(RandomId.random(random), object);
    // First, because the unique index allows one current generation for each key.
    current.flush();
    audit.record(AuditLog.STORE, "video.replaced", current.id(), "by " + video.id());
    video.classify(format, 0, trigger, clock.instant());
    insert(video, object, upload);
    return video;
  }

  /** Assigns a video without an owner to the upload that stored its object. */
  void assignToUpload(Video video, PendingUpload upload, StoredObject object) {
    video.assignToUpload(upload.id(), upload.owner());
    video.restoreNames(lastSegment(object.key()), upload.fileName(), upload.details().title());
    audit.record(AuditLog.STORE, "video.claimed", video.id(), "by " + upload.owner());
    fireStored(upload, object);
  }

  /** Corrects size and checksums of the same object, or the ETag of a copy. */
  void correct(Video video, StoredObject object, Optional<PendingUpload> upload) {
    var isCopy = !video.isSameObject(object);
    audit.record(AuditLog.STORE, "video.corrected", video.id(), video.correct(object));
    if (isCopy && mayBeProcessed(video)) {
      processing.repeat(video);
    }
    upload.ifPresent(pending -> fireStored(pending, object));
  }

  void markMissing(Video video) {
    video.markMissing(clock.instant());
    audit.record(AuditLog.STORE, "video.missing", video.id(), null);
  }

  void markFound(Video video) {
    video.markFound();
    audit.record(AuditLog.STORE, "video.found", video.id(), null);
    if (mayBeProcessed(video)) {
      processing.resume(video);
    }
  }

  private boolean mayBeProcessed(Video video) {
    return processing.isEnabled() && !video.isRejected();
  }

  /**
   * Records that an unwanted object was removed from the store.
   *
   * @param tombstone the id of the aborted upload or deleted video with the same key
   */
  void recordRemoval(StoredObject object, String tombstone) {
    audit.record(AuditLog.STORE, "object.removed", tombstone, formatObject(object));
  }

  private Video firstGeneration(StoredObject object, Optional<PendingUpload> upload) {
    var metadata = metadataCodec.read(object);
    var fileName =
        upload
            .map(PendingUpload::fileName)
            .or(() -> metadata.map(ObjectMetadata::fileName))
            .orElseGet(() -> lastSegment(object.key()));
    var details =
        upload
            .map(PendingUpload::details)
            .orElseGet(
                () -> VideoDetails.titled(metadata.map(ObjectMetadata::title).orElse(fileName)));
    var id = chooseId(object, upload);
    var video = Video.firstGeneration(id, bucket, object, fileName, details);
    upload.ifPresent(pending -> video.assignToUpload(pending.id(), pending.owner()));
    return video;
  }

  /**
   * The video takes over the id of its upload. An uploaded object keeps the id in its key even if
   * its owner is unknown, so its address stays valid.
   */
  private RandomId chooseId(StoredObject object, Optional<PendingUpload> upload) {
    return upload
        .map(PendingUpload::id)
        .or(
            () ->
                ObjectMetadataCodec.isPresentIn(object)
                    ? object.key().uploadId()
                    : Optional.empty())
        // After a copy of the bucket under another name, the first bucket's video has the id.
        .filter(id -> !Video.exists(id))
        .orElseGet(() -> RandomId.random(random));
  }

  private static String lastSegment(ObjectKey key) {
    var name = key.value().substring(key.value().lastIndexOf('/') + 1);
    return SafeText.label(name).orElse("untitled");
  }

  private void insert(Video video, StoredObject object, Optional<PendingUpload> upload) {
    if (video.isProcessing() && !processing.isEnabled()) {
      video.accept();
    }
    if (video.isRejected()) {
      quarantine.begin(video);
    }
    video.persistAndFlush();
    audit.record(AuditLog.STORE, "video.stored", video.id(), formatObject(object));
    var change = video.isRejected() ? "Video rejected" : "Video catalogued";
    log.record(change, video.id(), video.owner(), object.size());
    upload.ifPresent(pending -> fireStored(pending, object));
    if (video.isProcessing()) {
      processing.schedule(video);
    } else {
      statusChanges.fire(VideoStatusChanged.of(video));
    }
    metrics.recordLag(video.storedBy(), video.catalogueLag());
  }

  /** The owner stays unknown until the key is configured and a reconciliation asks the store. */
  private void recordUnreadable(Video video, String keyId) {
    audit.record(AuditLog.STORE, "video.unreadable", video.id(), "key " + keyId);
    metrics.recordUnreadableMetadata();
    if (warnings.tryAcquire()) {
      LOG.warnf(
          "The owner of video %s is unknown, because no configured key decrypts the metadata of its"
              + " object. More videos may be affected. Add the key with the id %s to"
              + " SLIPWAY_METADATA_PREVIOUS_KEYS and run a deep reconciliation.",
          video.id(), keyId);
    }
  }

  private void fireStored(PendingUpload upload, StoredObject object) {
    stored.fire(new ObjectStored(upload.id(), upload.owner(), object.size()));
  }

  private static String formatObject(StoredObject object) {
    return "%s, ETag %s".formatted(Formats.exactBytes(object.size()), object.etag());
  }
}
