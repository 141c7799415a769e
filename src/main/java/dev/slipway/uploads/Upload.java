package dev.slipway.uploads;

import dev.slipway.catalogue.VideoDetails;
import dev.slipway.catalogue.access.Visibility;
import dev.slipway.catalogue.metadata.ObjectMetadata;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import dev.slipway.uploads.multipart.MultipartUpload;
import dev.slipway.uploads.multipart.PartPlan;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Permission to store one file: who may store it, its name, type and size, and until when. {@link
 * UploadLifecycle} changes its status.
 */
@Entity
class Upload extends PanacheEntityBase {
  @Id String id;
  String owner;

  @Enumerated(EnumType.STRING)
  UploadStatus status;

  String fileName;
  String title;
  String description;
  String[] tags = {};

  @Enumerated(EnumType.STRING)
  Visibility visibility;

  String contentType;
  long size;
  String checksumSha256;
  String fingerprint;
  String idempotencyKey;

  /** In bytes; null if the file is sent with one PUT. */
  Long partSize;

  /** Whether every part is signed with its checksum. */
  boolean partChecksums;

  /**
   * The store's id of the multipart upload. Null before the store has started it, and after no part
   * can arrive any more. Kept as long as the store may hold parts, because not every store lists
   * its open multipart uploads.
   */
  String multipartId;

  /**
   * Whether the size isn't final, because the bytes pass through the application and their end
   * isn't known. Then the size is that of the parts so far, and they must not be assembled.
   */
  boolean growing;

  /** The transfer that may add parts; null unless the bytes pass through the application. */
  @Column(name = "writer")
  String transfer;

  /** Parts of full size that the store has, as far as known. Only of a growing upload. */
  int storedParts;

  /**
   * How many bytes the file has at least, as its container says; 0 if unknown. Only of a growing
   * upload.
   */
  long expectedSize;

  Instant createdAt;

  /** When the last of the signed URLs expires. */
  Instant expiresAt;

  @Version int version;

  protected Upload() {}

  Upload(
      RandomId id, String owner, ValidatedUpload validated, Instant createdAt, Instant expiresAt) {
    this.id = id.value();
    this.owner = owner;
    this.status = UploadStatus.OPEN;
    this.fileName = validated.fileName();
    setDetails(validated.details());
    this.contentType = validated.contentType();
    this.size = validated.size();
    this.checksumSha256 = validated.checksumSha256();
    this.fingerprint = validated.fingerprint();
    this.partSize = validated.plan() == null ? null : validated.plan().partSize();
    this.partChecksums = validated.partChecksums();
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
  }

  /** Recreates the upload of an object from the metadata that travels with the object. */
  static Upload fromObject(StoredObject object, ObjectMetadata metadata) {
    var validated =
        new ValidatedUpload(
            metadata.fileName(),
            VideoDetails.titled(metadata.title()),
            Objects.requireNonNullElse(object.contentType(), "application/octet-stream"),
            object.size(),
            null,
            null,
            null,
            false);
    return new Upload(
        object.key().uploadId().orElseThrow(),
        metadata.owner(),
        validated,
        object.modifiedAt(),
        object.modifiedAt());
  }

  /** The metadata that is stored with the object. */
  ObjectMetadata metadata() {
    return new ObjectMetadata(owner, fileName, title);
  }

  /** Finds an upload and locks its row until the transaction ends. */
  static Optional<Upload> findAndLock(String id) {
    return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
  }

  ObjectKey key() {
    return ObjectKey.ofSource(new RandomId(id));
  }

  VideoDetails details() {
    return new VideoDetails(title, description, visibility, List.of(tags));
  }

  final void setDetails(VideoDetails details) {
    title = details.title();
    description = details.description();
    visibility = details.visibility();
    tags = details.tags().toArray(String[]::new);
  }

  /**
   * Clears the description and the tags of an upload that can't become a video, because its row is
   * kept.
   */
  void clearText() {
    description = null;
    tags = new String[0];
  }

  boolean isOpen() {
    return status == UploadStatus.OPEN;
  }

  boolean isMultipart() {
    return partSize != null;
  }

  /** Returns how the file is cut into parts, or null if it is sent with one PUT. */
  PartPlan plan() {
    return isMultipart() ? new PartPlan(size, partSize) : null;
  }

  /** Returns the multipart upload; empty if the file is sent with one PUT. */
  Optional<MultipartUpload> multipart() {
    return isMultipart()
        ? Optional.of(new MultipartUpload(id, key(), multipartId, plan()))
        : Optional.empty();
  }

  /**
   * Returns the multipart upload whose parts can be assembled; empty while the size isn't final.
   */
  Optional<MultipartUpload> finalMultipart() {
    return growing ? Optional.empty() : multipart();
  }

  /** Moves the expiry forward, never back: a URL can't be revoked, so the longest-lived counts. */
  void extendExpiry(Instant urlExpiry) {
    if (urlExpiry.isAfter(expiresAt)) {
      expiresAt = urlExpiry;
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

  /**
   * @throws ProblemException {@code upload-closed}
   */
  void requireNotStored() {
    if (status == UploadStatus.STORED) {
      throw new ProblemException(
          ErrorCode.UPLOAD_CLOSED, "The file is already stored. Delete the video instead.");
    }
  }

  /**
   * @throws ProblemException {@code upload-closed} if no parts can be added any more
   */
  void requireGrowing() {
    requireOpen();
    if (!growing) {
      throw new ProblemException(
          ErrorCode.UPLOAD_CLOSED, "The file is complete. Look for it in the list of videos.");
    }
  }

  /**
   * Requires that no other transfer has continued the file.
   *
   * @throws ProblemException {@code upload-closed}
   */
  void requireTransfer(String expected) {
    requireOpen();
    if (!expected.equals(transfer)) {
      throw new ProblemException(ErrorCode.UPLOAD_CLOSED, "Another transfer is sending this file.");
    }
  }

  /**
   * @throws ProblemException {@code upload-incomplete} if the size isn't final
   */
  void requireFinalSize() {
    if (growing) {
      throw new ProblemException(
          ErrorCode.UPLOAD_INCOMPLETE,
          "The file isn't complete. If it is sent over SFTP, resume it there; otherwise cancel the upload.");
    }
  }

  /**
   * @throws ProblemException {@code invalid-request} if the file is sent with one PUT
   */
  void requireMultipart() {
    if (!isMultipart()) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "This file is sent with one PUT: use PUT /api/uploads/{id}/url.");
    }
  }

  /**
   * @throws ProblemException {@code invalid-request} if the file is sent in parts
   */
  void requireSinglePut() {
    if (isMultipart()) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "This file is sent in parts: use POST /api/uploads/{id}/parts.");
    }
  }

  ProblemException closedProblem() {
    return new ProblemException(
        ErrorCode.UPLOAD_CLOSED,
        "The upload is %s. Open a new one.".formatted(status.name().toLowerCase(Locale.ROOT)));
  }

  /** The store has neither the parts of a multipart upload nor its object. */
  static ProblemException vanishedProblem() {
    return new ProblemException(
        ErrorCode.UPLOAD_VANISHED,
        "The store has removed the parts, as stores do after some days. Open a new upload.");
  }

  /** The store lacks a part of a file that has ended, or has an older version of it. */
  static ProblemException partReplacedProblem() {
    return new ProblemException(
        ErrorCode.UPLOAD_INCOMPLETE,
        "The store lacks a part of the file, or a late request of an earlier connection has"
            + " replaced it. Continue the file, or send it again.");
  }
}
