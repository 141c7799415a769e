package dev.slipway.catalogue;

import dev.slipway.account.Audit;
import dev.slipway.media.MediaFormat;
import dev.slipway.storage.ObjectId;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoredObject;
import dev.slipway.web.Formats;
import dev.slipway.web.Labels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** The transactions of {@link Arrivals}: each reads or writes rows, and none asks the store. */
@ApplicationScoped
class ArrivalRecords {
  private final String bucket;
  private final Intents intents;
  private final Audit audit;
  private final Event<ObjectStored> stored;
  private final SecureRandom random;
  private final Clock clock;

  ArrivalRecords(
      ObjectStore store,
      Intents intents,
      Audit audit,
      Event<ObjectStored> stored,
      SecureRandom random,
      Clock clock) {
    this.bucket = store.bucket();
    this.intents = intents;
    this.audit = audit;
    this.stored = stored;
    this.random = random;
    this.clock = clock;
  }

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Optional<Seen> current(ObjectKey key) {
    return Video.current(bucket, key).map(Seen::of);
  }

  /**
   * The store has no such object.
   *
   * @return false where the row changed meanwhile
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean absent(ObjectKey key, Optional<Seen> seen) {
    var row = lockCurrent(key);
    if (!isStill(row, seen)) {
      return false;
    }
    row.filter(video -> !video.isMissing() && video.status != VideoStatus.DELETED)
        .ifPresent(
            video -> {
              video.missingSince = clock.instant();
              audit.record(Audit.STORE, "video.missing", video.id, null);
            });
    return true;
  }

  /** The store has this object, and no row says so yet. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Look arrived(StoredObject object, MediaFormat format, Optional<Seen> seen, Signal signal) {
    // The promise is locked before the row, here and wherever both are touched.
    var intent = intents.hold(object.key());
    var row = lockCurrent(object.key());
    if (!isStill(row, seen)) {
      return Look.AGAIN;
    }
    if (isTombstone(intent, row)) {
      return Look.unwanted(tombstoneOf(intent, row));
    }
    if (row.isPresent() && row.get().describes(object)) {
      return backAgain(row.get());
    }
    var video = row.isPresent() ? nextGeneration(row.get(), object) : first(intent, object);
    video.storedBy = signal;
    video.cataloguedAt = clock.instant();
    video.judge(format);
    video.persistAndFlush();
    audit.record(Audit.STORE, "video.stored", video.id, describe(object));
    intent.ifPresent(i -> stored.fire(new ObjectStored(i.id(), i.owner(), object.size())));
    return Look.at(VideoView.of(video));
  }

  /** An object that stood under the key of something given up is gone now. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void removed(StoredObject object, String tombstone) {
    audit.record(Audit.STORE, "object.removed", tombstone, describe(object));
  }

  private Optional<Video> lockCurrent(ObjectKey key) {
    return Video.<Video>find(
            "bucket = ?1 and objectKey = ?2 and latest = true", bucket, key.value())
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  private static boolean isStill(Optional<Video> row, Optional<Seen> seen) {
    if (row.isEmpty() || seen.isEmpty()) {
      return row.isEmpty() && seen.isEmpty();
    }
    return row.get().id.equals(seen.get().id()) && row.get().version == seen.get().version();
  }

  private static boolean isTombstone(Optional<Intent> intent, Optional<Video> row) {
    return intent.filter(Intent::withdrawn).isPresent()
        || row.filter(video -> video.status == VideoStatus.DELETED).isPresent();
  }

  private static String tombstoneOf(Optional<Intent> intent, Optional<Video> row) {
    return row.map(video -> video.id).orElseGet(() -> intent.orElseThrow().id().value());
  }

  private Look backAgain(Video video) {
    video.missingSince = null;
    audit.record(Audit.STORE, "video.found", video.id, null);
    return Look.at(VideoView.of(video));
  }

  private Video first(Optional<Intent> intent, StoredObject object) {
    var id = intent.map(Intent::id).orElseGet(() -> ObjectId.random(random));
    var video = Video.of(id, bucket, object, 1);
    video.uploadId = intent.map(i -> i.id().value()).orElse(null);
    video.owner = intent.map(Intent::owner).orElse(null);
    video.fileName = intent.map(Intent::fileName).orElseGet(() -> lastSegment(object.key()));
    video.take(intent.map(Intent::details).orElseGet(() -> Details.untold(video.fileName)));
    return video;
  }

  /** The same key with other bytes: the old row stays as what was, and keeps its address. */
  private Video nextGeneration(Video old, StoredObject object) {
    old.latest = false;
    old.flush();
    var video = Video.of(ObjectId.random(random), bucket, object, old.generation + 1);
    video.uploadId = old.uploadId;
    video.owner = old.owner;
    video.fileName = old.fileName;
    video.take(old.details());
    audit.record(Audit.STORE, "video.replaced", old.id, "by " + video.id);
    return video;
  }

  private static String lastSegment(ObjectKey key) {
    var name = key.value().substring(key.value().lastIndexOf('/') + 1);
    return Labels.of(name).orElse("untitled");
  }

  private static String describe(StoredObject object) {
    return "%s, ETag %s".formatted(Formats.exactBytes(object.size()), object.etag());
  }
}
