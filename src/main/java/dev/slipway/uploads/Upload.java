package dev.slipway.uploads;

import dev.slipway.catalogue.VideoDetails;
import dev.slipway.catalogue.Visibility;
import dev.slipway.catalogue.sync.ObjectMetadata;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import dev.slipway.uploads.multipart.PartPlan;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/** A permission with an intent: who, which file, how many bytes, until when. */
@Entity
public class Upload extends PanacheEntityBase {
  @Id String id;
  String owner;

  @Enumerated(EnumType.STRING)
  UploadStatus status;

  String fileName;
  String title;
  String description;

  @Enumerated(EnumType.STRING)
  Visibility visibility;

  String contentType;
  long size;
  String checksumSha256;
  String fingerprint;
  String idempotencyKey;

  /** Bytes; null where one PUT carries the file. */
  Long partSize;

  /** Whether every part is signed with its checksum. */
  public boolean partChecksums;

  /** The store's id of the multipart upload; null before it has one and when no parts can come. */
  String multipartId;

  Instant createdAt;

  /** When the last URL that was signed for it ends. */
  Instant expiresAt;

  @Version int version;

  protected Upload() {}

  Upload(RandomId id, String owner, UploadTerms terms, Instant createdAt, Instant expiresAt) {
    this.id = id.value();
    this.owner = owner;
    this.status = UploadStatus.OPEN;
    this.fileName = terms.fileName();
    setDetails(terms.details());
    this.contentType = terms.contentType();
    this.size = terms.size();
    this.checksumSha256 = terms.checksumSha256();
    this.fingerprint = terms.fingerprint();
    this.partSize = terms.plan() == null ? null : terms.plan().partSize();
    this.partChecksums = terms.partChecksums();
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
  }

  /** One that is known from its object alone. */
  static Upload recovered(StoredObject object, ObjectMetadata origin) {
    var terms =
        new UploadTerms(
            origin.fileName(),
            VideoDetails.titled(origin.title()),
            Objects.requireNonNullElse(object.contentType(), "application/octet-stream"),
            object.size(),
            null,
            null,
            null,
            false);
    return new Upload(
        object.key().sourceId().orElseThrow(),
        origin.owner(),
        terms,
        object.modifiedAt(),
        object.modifiedAt());
  }

  /** Along the index of those that are open. */
  static UploadMetrics.OpenUploads open() {
    return getEntityManager()
        .createQuery(
            "select new dev.slipway.uploads.UploadMetrics$OpenUploads(count(u), coalesce(sum(u.size), 0))"
                + " from Upload u where u.status = OPEN",
            UploadMetrics.OpenUploads.class)
        .getSingleResult();
  }

  ObjectKey key() {
    return ObjectKey.ofSource(new RandomId(id));
  }

  VideoDetails details() {
    return new VideoDetails(title, description, visibility);
  }

  final void setDetails(VideoDetails details) {
    title = details.title();
    description = details.description();
    visibility = details.visibility();
  }

  boolean isOpen() {
    return status == UploadStatus.OPEN;
  }

  boolean isMultipart() {
    return partSize != null;
  }

  /** How the file is cut, where it is. */
  public PartPlan plan() {
    return isMultipart() ? new PartPlan(size, partSize) : null;
  }

  /** URLs can't be taken back: the one that lives longest counts. */
  void extendExpiry(Instant end) {
    if (end.isAfter(expiresAt)) {
      expiresAt = end;
    }
  }

  void transitionTo(UploadStatus next) {
    if (!status.canTransitionTo(next)) {
      throw new IllegalStateException("An upload that is " + status + " can't become " + next);
    }
    status = next;
  }

  /**
   * @throws ProblemException {@code upload-closed}
   */
  void requireOpen() {
    if (!isOpen()) {
      throw closedProblem();
    }
  }

  ProblemException closedProblem() {
    return new ProblemException(
        ErrorCode.UPLOAD_CLOSED,
        "The upload is %s. Open a new one.".formatted(status.name().toLowerCase(Locale.ROOT)));
  }

  /**
   * @throws ProblemException {@code upload-closed}
   */
  void requireNotStored() {
    if (status == UploadStatus.STORED) {
      throw new ProblemException(
          ErrorCode.UPLOAD_CLOSED, "The file is stored already. Delete the video instead.");
    }
  }

  /**
   * @throws ProblemException {@code invalid-request} where one PUT carries the file, or where it
   *     comes in parts
   */
  void requireMultipart(boolean multipart) {
    if (isMultipart() != multipart) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          multipart
              ? "This file goes up in one PUT: ask for PUT /api/uploads/{id}/url."
              : "This file goes up in parts: ask for POST /api/uploads/{id}/parts.");
    }
  }
}
