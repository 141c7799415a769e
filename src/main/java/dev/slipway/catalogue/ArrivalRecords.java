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
  private final ArrivalLag lag;
  private final SecureRandom random;
  private final Clock clock;

  ArrivalRecords(
      ObjectStore store,
      Intents intents,
      Audit audit,
      Event<ObjectStored> stored,
      ArrivalLag lag,
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
  Optional<Seen> current(ObjectKey key) {
    return Video.current(bucket, key).map(Seen::of);
  }

  /** The store has no such object. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Look absent(ObjectKey key, Optional<Seen> seen) {
    var row = lockCurrent(key);
    if (!isStill(row, seen)) {
      return Look.AGAIN;
    }
    if (row.isEmpty() || row.get().isMissing() || row.get().status == VideoStatus.DELETED) {
      return Look.nothing(Change.NOTHING);
    }
    row.get().missingSince = clock.instant();
    audit.record(Audit.STORE, "video.missing", row.get().id, null);
    return Look.nothing(Change.MISSING);
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
    if (row.isPresent() && row.get().isSameObject(object)) {
      return agree(row.get(), object, intent);
    }
    var promise = intent.or(() -> row.isEmpty() ? intents.recover(object) : Optional.empty());
    var video = row.isPresent() ? nextGeneration(row.get(), object) : first(promise, object);
    var promised = row.isPresent() ? 0 : promise.map(Intent::size).orElse(0L);
    video.storedBy = signal;
    video.cataloguedAt = clock.instant();
    video.judge(format, promised);
    video.persistAndFlush();
    audit.record(Audit.STORE, "video.stored", video.id, describe(object));
    settle(promise, object);
    lag.record(signal, video.lag());
    return Look.at(VideoView.of(video), row.isPresent() ? Change.REPLACED : Change.CATALOGUED);
  }

  private void settle(Optional<Intent> promise, StoredObject object) {
    promise.ifPresent(
        intent -> stored.fire(new ObjectStored(intent.id(), intent.owner(), object.size())));
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

  /** The object that the row describes, though the row may describe it wrongly. */
  private Look agree(Video video, StoredObject object, Optional<Intent> promise) {
    var change = Change.NOTHING;
    var owner = promise.or(() -> video.owner == null ? intents.recover(object) : Optional.empty());
    if (video.owner == null && owner.isPresent()) {
      video.belongTo(owner.get());
      audit.record(Audit.STORE, "video.claimed", video.id, "by " + video.owner);
      change = Change.CLAIMED;
    }
    if (!video.describes(object)) {
      change = Change.CORRECTED;
      audit.record(Audit.STORE, "video.corrected", video.id, correction(video, object));
      video.describe(object);
    }
    if (change != Change.NOTHING) {
      settle(owner, object);
    }
    if (video.isMissing()) {
      video.missingSince = null;
      audit.record(Audit.STORE, "video.found", video.id, null);
      change = Change.FOUND;
    }
    video.flush();
    return Look.at(VideoView.of(video), change);
  }

  private Video first(Optional<Intent> promise, StoredObject object) {
    var origin = Origin.of(object);
    var id =
        promise
            .map(Intent::id)
            .or(() -> addressOf(object, origin))
            // A copy of the bucket under another name: the address is that of the row of the first.
            .filter(address -> Video.findById(address.value()) == null)
            .orElseGet(() -> ObjectId.random(random));
    var video = Video.of(id, bucket, object, 1);
    video.uploadId = promise.map(intent -> intent.id().value()).orElse(null);
    video.owner = promise.map(Intent::owner).orElse(null);
    video.fileName = promise.map(Intent::fileName).orElseGet(() -> nameOf(object, origin));
    video.take(promise.map(Intent::details).orElseGet(() -> detailsOf(video, origin)));
    return video;
  }

  /** An object of ours keeps its address, also where nothing is known any more of its owner. */
  private static Optional<ObjectId> addressOf(StoredObject object, Optional<Origin> origin) {
    return origin.flatMap(ours -> object.key().sourceId());
  }

  private static String nameOf(StoredObject object, Optional<Origin> origin) {
    return origin.map(Origin::fileName).orElseGet(() -> lastSegment(object.key()));
  }

  private static Details detailsOf(Video video, Optional<Origin> origin) {
    return Details.untold(origin.map(Origin::title).orElse(video.fileName));
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

  private static String correction(Video video, StoredObject object) {
    return video.size == object.size()
        ? "checksum %s instead of %s".formatted(object.checksumSha256(), video.checksumSha256)
        : "%s instead of %s"
            .formatted(Formats.exactBytes(object.size()), Formats.exactBytes(video.size));
  }
}
