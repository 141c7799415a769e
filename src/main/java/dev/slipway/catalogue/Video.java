package dev.slipway.catalogue;

import dev.slipway.catalogue.access.AccessPolicy.Resource;
import dev.slipway.catalogue.access.Visibility;
import dev.slipway.media.MediaFormat;
import dev.slipway.media.probe.MediaInfo;
import dev.slipway.storage.ChecksumType;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import dev.slipway.web.Formats;
import dev.slipway.web.NativeQueries;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One object of the videos bucket, as the store describes it. If the bytes under a key change, the
 * new object becomes a new generation: a row of its own. Each key has one current generation.
 */
@Entity
public class Video extends PanacheEntityBase {
  private static final String IS_CURRENT = "bucket = ?1 and objectKey = ?2 and latest = true";

  @Id String id;
  String bucket;
  String objectKey;
  int generation;
  boolean latest;
  String uploadId;
  String owner;
  String title;
  String description;
  String[] tags = {};
  String fileName;

  @Enumerated(EnumType.STRING)
  VideoStatus status;

  @Enumerated(EnumType.STRING)
  Rejection rejection;

  @Enumerated(EnumType.STRING)
  Visibility visibility;

  long size;
  String etag;
  String declaredType;
  String container;
  String mediaType;

  /** The detail of a rejection, such as the codec that isn't allowed; null without one. */
  String rejectionDetail;

  /**
   * Until when a rejected video is kept; null unless it is rejected, and if it is kept for ever. A
   * video without an owner is kept whatever this says.
   */
  Instant rejectedUntil;

  // What the probe found; null until then, and if the file doesn't say.
  String videoCodec;
  String audioCodec;
  Integer width;
  Integer height;
  Integer rotation;
  Double frameRate;
  Long durationMillis;
  Long bitRate;
  String hdr;

  /** When the probe's result was written; null if the file has not been probed. */
  Instant probedAt;

  /** Null until it is made. */
  @Embedded VideoPoster poster;

  /** When the first poster was made; null until then. */
  Instant picturedAt;

  String checksumSha256;

  @Enumerated(EnumType.STRING)
  ChecksumType checksumType;

  /** The object's modification time, by the store's clock. */
  Instant storedAt;

  @Enumerated(EnumType.STRING)
  SyncTrigger storedBy;

  /** When the row was written. */
  Instant cataloguedAt;

  /** Since when the store has reported that the object doesn't exist; null if it exists. */
  Instant missingSince;

  @Embedded Deletion deletion = new Deletion();

  @Version int version;

  protected Video() {}

  /** The first generation of an object. Nobody owns it until it is claimed. */
  public static Video firstGeneration(
      RandomId id, String bucket, StoredObject object, String fileName, VideoDetails details) {
    var video = new Video();
    video.id = id.value();
    video.bucket = bucket;
    video.objectKey = object.key().value();
    video.generation = 1;
    video.latest = true;
    video.status = VideoStatus.PROCESSING;
    video.fileName = fileName;
    video.setDetails(details);
    video.copyAttributes(object);
    return video;
  }

  /** Finds the row of a video, with the names of its columns, as JSON. */
  static Optional<String> findRow(String id) {
    return NativeQueries.rowAsJson(getEntityManager(), "video", id);
  }

  /** Finds the current generation of a key. */
  public static Optional<Video> findCurrent(String bucket, ObjectKey key) {
    return find(IS_CURRENT, bucket, key.value()).firstResultOptional();
  }

  /** Finds the current generation of a key and locks its row until the transaction ends. */
  public static Optional<Video> findAndLockCurrent(String bucket, ObjectKey key) {
    return Video.<Video>find(IS_CURRENT, bucket, key.value())
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  /** Finds a video of whatever bucket and generation, and locks its row. */
  public static Optional<Video> findAndLock(String id) {
    return RandomId.isValid(id)
        ? findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
        : Optional.empty();
  }

  /** Lists a current generation and the older ones of its key that are not deleted yet, locked. */
  static List<Video> listUndeletedGenerations(Video current) {
    return Video.<Video>find(
            "bucket = ?1 and objectKey = ?2 and status <> DELETED order by generation",
            current.bucket,
            current.objectKey)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .list();
  }

  /** Finds the ids of all generations of a key. */
  public static List<RandomId> findGenerationIds(String bucket, ObjectKey key) {
    return Video.<Video>stream("bucket = ?1 and objectKey = ?2", bucket, key.value())
        .map(video -> new RandomId(video.id))
        .toList();
  }

  /**
   * Whether an upload has a video whose object is not removed, of whatever bucket and generation.
   */
  static boolean existsUnpurgedOf(String uploadId) {
    return count(
            "uploadId = ?1 and (status <> DELETED or deletion.cleanupAt is not null)", uploadId)
        > 0;
  }

  /** Whether there is a video with this id, of whatever bucket and generation. */
  public static boolean exists(RandomId id) {
    return findById(id.value()) != null;
  }

  public String id() {
    return id;
  }

  public String bucket() {
    return bucket;
  }

  public ObjectKey key() {
    return new ObjectKey(objectKey);
  }

  public String owner() {
    return owner;
  }

  public String title() {
    return title;
  }

  public Deletion deletion() {
    return deletion;
  }

  public SyncTrigger storedBy() {
    return storedBy;
  }

  public int version() {
    return version;
  }

  public VideoDetails details() {
    return new VideoDetails(title, description, visibility, List.of(tags));
  }

  public String etag() {
    return etag;
  }

  /** The size of the object in bytes. */
  public long size() {
    return size;
  }

  /** The rejection in sentences for people; null unless the video is rejected. */
  String rejectionText() {
    if (rejection == null) {
      return null;
    }
    var message = rejection.message(mediaType);
    return rejectionDetail == null ? message : message + " " + rejectionDetail;
  }

  /** Whether the object has the ETag of this generation. */
  public boolean isSameObject(StoredObject object) {
    return etag.equals(object.etag());
  }

  /**
   * Whether an object with another ETag is a copy of this generation's, such as from a backup. An
   * ETag depends on the parts in which an object was stored, and tools choose others. The other
   * object of an unreadable file may be the repaired one.
   *
   * @param restored whether the other object has the metadata of the upload, and an operator has
   *     stored it
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html">the ETag of
   *     objects that were uploaded in parts</a>
   */
  public boolean isCopiedTo(StoredObject object, boolean restored) {
    var sameBytes =
        checksumType == ChecksumType.FULL_OBJECT
            && object.checksumType() == ChecksumType.FULL_OBJECT
            && object.checksumSha256().equals(checksumSha256);
    return size == object.size() && (sameBytes || restored && !mayBeRepaired());
  }

  private boolean mayBeRepaired() {
    return rejection == Rejection.NOT_A_VIDEO || rejection == Rejection.UNREADABLE;
  }

  /** Whether an object under the key was stored later than the one that the row describes. */
  public boolean isStoredBefore(StoredObject object) {
    return storedAt.isBefore(object.modifiedAt());
  }

  /** Whether the row says that its object is in the store. */
  public boolean isObjectPresent() {
    return !isMissing() && !isDeleted();
  }

  public boolean isMissing() {
    return missingSince != null;
  }

  /** Whether the object has been missing since before a time. */
  public boolean isMissingSince(Instant cutoff) {
    return missingSince != null && missingSince.isBefore(cutoff);
  }

  public boolean isDeleted() {
    return status == VideoStatus.DELETED;
  }

  /** Whether nothing has decided yet if the video can be played. */
  public boolean isProcessing() {
    return status == VideoStatus.PROCESSING;
  }

  /** Whether the file can be played, unless it is missing or in the trash. */
  public boolean isReady() {
    return status == VideoStatus.READY;
  }

  public boolean isRejected() {
    return status == VideoStatus.REJECTED;
  }

  /** Whether this generation is the current one of its key. */
  public boolean isCurrent() {
    return latest;
  }

  /** Whether only its owner, administrators and visitors with a share link may see it. */
  public boolean isPrivate() {
    return visibility == Visibility.PRIVATE;
  }

  public boolean isPlayable() {
    return status == VideoStatus.READY
        && latest
        && missingSince == null
        && deletion.deleteAfter == null;
  }

  /** The facts that decide who may do what with the video. */
  Resource asResource() {
    return new Resource(owner, visibility, isPlayable());
  }

  /**
   * Whether people who may manage the video can download its file: it is playable, or it was
   * rejected for a reason that they can repair.
   */
  boolean isDownloadableByManagers() {
    return isPlayable()
        || status == VideoStatus.REJECTED
            && rejection != Rejection.MALWARE
            && isObjectPresent()
            && latest
            && deletion.deleteAfter == null;
  }

  /**
   * A file name for people who may not know the original one: title, id and format. With the id it
   * differs from the original name even if the title was made from that, and from the names of
   * other videos with this title.
   */
  String publicFileName() {
    var name = title.replaceFirst("^[.\\s]+", "");
    var extension =
        new MediaFormat(mediaType, container).fileExtension().map("."::concat).orElse("");
    var stemLength = name.length() - extension.length();
    var stem =
        name.regionMatches(true, stemLength, extension, 0, extension.length())
            ? name.substring(0, stemLength).strip()
            : name;
    return "%s [%s]%s".formatted(stem.isEmpty() ? "video" : stem, id, extension);
  }

  /**
   * The time from the store's modification time to the row. An upper bound, because stores report
   * whole seconds; zero if the clocks differ so much that it would be negative.
   */
  public Duration catalogueLag() {
    var lag = Duration.between(storedAt, cataloguedAt);
    return lag.isNegative() ? Duration.ZERO : lag;
  }

  /**
   * Records what the first bytes of a new generation show: it is rejected, or its processing
   * begins.
   *
   * @param expectedSize the bytes that the upload declared, or 0; some stores keep the part of an
   *     object that arrived before the connection broke
   */
  public void classify(
      MediaFormat format, long expectedSize, SyncTrigger trigger, Instant catalogued) {
    storedBy = trigger;
    cataloguedAt = catalogued;
    mediaType = format.mediaType();
    container = format.container();
    RejectionRules.check(format, size, expectedSize).ifPresent(reason -> reject(reason, null));
  }

  /** Ends the processing: the video can be played. */
  public void accept() {
    transitionTo(VideoStatus.READY);
  }

  /**
   * Whether the video can be rejected for a reason: while nothing is decided, and for malware also
   * later. A video that has been ready stays ready otherwise, because people may link to it.
   */
  public boolean canBeRejectedFor(Rejection reason) {
    return isProcessing() || status == VideoStatus.READY && reason == Rejection.MALWARE;
  }

  /** Whether the video was ready before files were probed, and its object can be probed. */
  public boolean needsProbe() {
    return status == VideoStatus.READY && probedAt == null && latest && !isMissing();
  }

  /**
   * Decides that the video can't be played.
   *
   * @param detail what was found, in a sentence for people; null without a finding
   */
  public final void reject(Rejection reason, String detail) {
    if (!canBeRejectedFor(reason)) {
      throw new IllegalStateException(
          "A video that is " + status + " can't be rejected for " + reason);
    }
    transitionTo(VideoStatus.REJECTED);
    rejection = reason;
    rejectionDetail = detail;
  }

  /** Records what the probe found. A fact that the probe doesn't know stays as it was. */
  public final void describe(MediaInfo info, Instant at) {
    container = Objects.requireNonNullElse(info.container(), container);
    mediaType = Objects.requireNonNullElse(info.mediaType(), mediaType);
    videoCodec = info.videoCodec();
    audioCodec = info.audioCodec();
    width = info.width();
    height = info.height();
    rotation = info.rotation();
    frameRate = info.frameRate();
    durationMillis = info.durationMillis();
    bitRate = info.bitRate();
    hdr = info.hdr();
    markProbed(at);
  }

  /** Records that the object was probed. */
  public final void markProbed(Instant at) {
    probedAt = at;
  }

  /** The poster, unless there is none or the video is not ready. */
  public Optional<VideoPoster> poster() {
    return isReady() ? Optional.ofNullable(poster) : Optional.empty();
  }

  /** The poster of whatever status, whose files are in the store. */
  public Optional<VideoPoster> storedPoster() {
    return Optional.ofNullable(poster);
  }

  /** How long the video is; empty if that is unknown. */
  public Optional<Duration> duration() {
    return Optional.ofNullable(durationMillis).map(Duration::ofMillis);
  }

  /** The transfer function of a picture with high dynamic range; null for a standard one. */
  public String hdr() {
    return hdr;
  }

  /** Replaces the poster. */
  public final void replacePoster(VideoPoster next, Instant at) {
    poster = next;
    picturedAt = Objects.requireNonNullElse(picturedAt, at);
  }

  /**
   * Records until when a rejected video is kept.
   *
   * @param until null to keep it for ever
   */
  public final void keepRejectedUntil(Instant until) {
    rejectedUntil = until;
  }

  /**
   * Replaces this generation by the next one, which has the same owner, file name and details, and
   * is in the trash if this one is. This generation keeps its row and its id.
   */
  public Video replaceBy(RandomId nextId, StoredObject object) {
    var next = firstGeneration(nextId, bucket, object, fileName, details());
    next.generation = generation + 1;
    next.uploadId = uploadId;
    next.owner = owner;
    next.deletion = deletion.moveToNextGeneration();
    latest = false;
    return next;
  }

  /** Assigns the video to the upload that stored its object, and to that upload's owner. */
  public void assignToUpload(RandomId upload, String newOwner) {
    uploadId = upload.value();
    moveTo(newOwner);
  }

  /** The upload that stored the object; empty if another tool did. */
  public Optional<String> uploadId() {
    return Optional.ofNullable(uploadId);
  }

  /** The uploads that stored the objects of some videos, without a lock. */
  public static List<String> findUploadIds(List<String> videoIds) {
    return getEntityManager()
        .createQuery(
            "select uploadId from Video where id in ?1 and uploadId is not null", String.class)
        .setParameter(1, videoIds)
        .getResultList();
  }

  /** How many of some videos were rejected. */
  public static long countRejected(List<String> videoIds) {
    return videoIds.isEmpty()
        ? 0
        : count("id in ?1 and status = ?2", videoIds, VideoStatus.REJECTED);
  }

  /** Gives the video to another account. Without an owner, its quarantine has not begun. */
  public final void moveTo(String newOwner) {
    if (owner == null) {
      rejectedUntil = null;
    }
    owner = newOwner;
  }

  /** Finds the earlier generations of this object, and locks their rows. */
  public List<Video> findAndLockOlderGenerations() {
    return Video.<Video>find("bucket = ?1 and objectKey = ?2 and latest = false", bucket, objectKey)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .list();
  }

  /**
   * Replaces the name that the video got from its key, because its object's metadata was
   * unreadable. An edited title stays.
   */
  public void restoreNames(String nameFromKey, String originalName, String originalTitle) {
    if (fileName.equals(nameFromKey)) {
      fileName = originalName;
    }
    if (title.equals(nameFromKey)) {
      title = originalTitle;
    }
  }

  /**
   * Takes over what the store reports about the same object or a copy of it.
   *
   * @return what was corrected, for people
   */
  public String correct(StoredObject object) {
    var correction = describeCorrection(object);
    var firstStoredAt = storedAt;
    copyAttributes(object);
    // A copy is not a newer video.
    storedAt = firstStoredAt;
    return correction;
  }

  private String describeCorrection(StoredObject object) {
    if (size != object.size()) {
      return "%s instead of %s"
          .formatted(Formats.exactBytes(object.size()), Formats.exactBytes(size));
    }
    return isSameObject(object)
        ? "checksum %s instead of %s".formatted(object.checksumSha256(), checksumSha256)
        : "a copy with the ETag %s instead of %s".formatted(object.etag(), etag);
  }

  public void markMissing(Instant since) {
    missingSince = since;
  }

  public void markFound() {
    missingSince = null;
  }

  /** Makes the row a tombstone. */
  void markDeleted(Instant at) {
    transitionTo(VideoStatus.DELETED);
    deletion.markDeleted(at);
  }

  final void setDetails(VideoDetails details) {
    title = details.title();
    description = details.description();
    visibility = details.visibility();
    tags = details.tags().toArray(String[]::new);
  }

  private void copyAttributes(StoredObject object) {
    size = object.size();
    etag = object.etag();
    declaredType = object.contentType();
    checksumSha256 = object.checksumSha256();
    checksumType = object.checksumType();
    storedAt = object.modifiedAt();
  }

  private void transitionTo(VideoStatus next) {
    if (!status.canBecome(next)) {
      throw new IllegalStateException("A video that is " + status + " can't become " + next);
    }
    status = next;
  }
}
