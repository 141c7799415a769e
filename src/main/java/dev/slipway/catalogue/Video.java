package dev.slipway.catalogue;

import dev.slipway.catalogue.sync.PendingUpload;
import dev.slipway.catalogue.sync.RowSnapshot;
import dev.slipway.media.MediaFormat;
import dev.slipway.storage.ChecksumType;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One object of the videos bucket, as the store described it. A changed object is a new generation,
 * a row of its own; one generation of a key is the current one.
 */
@Entity
public class Video extends PanacheEntityBase {
  @Id public String id;
  String bucket;
  String objectKey;
  public int generation;
  public boolean latest;
  public String uploadId;
  public String owner;
  String title;
  String description;
  public String fileName;

  @Enumerated(EnumType.STRING)
  public VideoStatus status;

  @Enumerated(EnumType.STRING)
  Rejection rejection;

  @Enumerated(EnumType.STRING)
  Visibility visibility;

  public long size;
  public String etag;
  String declaredType;
  String container;
  String mediaType;
  String videoCodec;
  String audioCodec;
  Integer width;
  Integer height;
  Integer rotation;
  Double frameRate;
  Long durationMillis;
  Long bitRate;
  public String checksumSha256;

  @Enumerated(EnumType.STRING)
  ChecksumType checksumType;

  /** The store's time of the object. */
  Instant storedAt;

  @Enumerated(EnumType.STRING)
  public SyncTrigger storedBy;

  /** When the row came to be. */
  public Instant cataloguedAt;

  /** Since when the store has said that the object is not there. */
  public Instant missingSince;

  /** When the trash is emptied of it. */
  Instant deleteAfter;

  @Version public int version;

  protected Video() {}

  public static Video of(RandomId id, String bucket, StoredObject object, int generation) {
    var video = new Video();
    video.id = id.value();
    video.bucket = bucket;
    video.objectKey = object.key().value();
    video.generation = generation;
    video.latest = true;
    video.status = VideoStatus.PROCESSING;
    video.visibility = Visibility.PRIVATE;
    video.describe(object);
    return video;
  }

  /** The current generation of a key. */
  public static Optional<Video> findCurrent(String bucket, ObjectKey key) {
    return find("bucket = ?1 and objectKey = ?2 and latest = true", bucket, key.value())
        .firstResultOptional();
  }

  /** Whether the object is still the one that this row is about. */
  public boolean isSameObject(StoredObject object) {
    return etag.equals(object.etag());
  }

  /** Whether what this row says of the object is so. */
  public boolean describes(StoredObject object) {
    return RowSnapshot.of(this).describes(object);
  }

  /** Takes over what the store says of the object. */
  public final void describe(StoredObject object) {
    size = object.size();
    etag = object.etag();
    declaredType = object.contentType();
    checksumSha256 = object.checksumSha256();
    checksumType = object.checksumType();
    storedAt = object.modifiedAt();
  }

  /** From the store's time to the row, at most; clocks that differ make it nothing. */
  public Duration catalogueLag() {
    var lag = Duration.between(storedAt, cataloguedAt);
    return lag.isNegative() ? Duration.ZERO : lag;
  }

  public VideoDetails details() {
    return new VideoDetails(title, description, visibility);
  }

  public void applyDetails(VideoDetails details) {
    title = details.title();
    description = details.description();
    visibility = details.visibility();
  }

  /** Takes over whose it is. */
  public void claim(PendingUpload promise) {
    uploadId = promise.id().value();
    owner = promise.owner();
  }

  public boolean isMissing() {
    return missingSince != null;
  }

  public boolean isPlayable() {
    return status == VideoStatus.READY && latest && missingSince == null && deleteAfter == null;
  }

  /**
   * The verdict on what the bytes are.
   *
   * @param promised how many at least; a store may keep what had come when the line broke
   */
  public void classify(MediaFormat format, long promised) {
    mediaType = format.mediaType();
    container = format.container();
    if (size == 0) {
      reject(Rejection.EMPTY);
    } else if (!format.isVideo()) {
      reject(Rejection.NOT_A_VIDEO);
    } else if (size < promised) {
      reject(Rejection.INCOMPLETE);
    } else {
      transitionTo(VideoStatus.READY);
    }
  }

  private void reject(Rejection reason) {
    transitionTo(VideoStatus.REJECTED);
    rejection = reason;
  }

  private void transitionTo(VideoStatus next) {
    if (!status.canBecome(next)) {
      throw new IllegalStateException("A video that is " + status + " can't become " + next);
    }
    status = next;
  }
}
