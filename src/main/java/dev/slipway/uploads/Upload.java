package dev.slipway.uploads;

import dev.slipway.storage.ObjectId;
import dev.slipway.storage.ObjectKey;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;

/** A permission with an intent: who, which file, how many bytes, until when. */
@Entity
class Upload extends PanacheEntityBase {
  @Id String id;
  String owner;

  @Enumerated(EnumType.STRING)
  UploadStatus status;

  String fileName;
  String title;
  String contentType;
  long size;
  String checksumSha256;
  Instant createdAt;

  /** When the last URL that was signed for it ends. */
  Instant expiresAt;

  @Version int version;

  protected Upload() {}

  Upload(ObjectId id, String owner, UploadTerms terms, Instant createdAt, Instant expiresAt) {
    this.id = id.value();
    this.owner = owner;
    this.status = UploadStatus.OPEN;
    this.fileName = terms.fileName();
    this.title = terms.title();
    this.contentType = terms.contentType();
    this.size = terms.size();
    this.checksumSha256 = terms.checksumSha256();
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
  }

  ObjectKey key() {
    return ObjectKey.ofSource(new ObjectId(id));
  }

  boolean isOpen() {
    return status == UploadStatus.OPEN;
  }

  /** URLs can't be taken back: the one that lives longest counts. */
  void signedUntil(Instant end) {
    if (end.isAfter(expiresAt)) {
      expiresAt = end;
    }
  }

  void become(UploadStatus next) {
    if (!status.mayBecome(next)) {
      throw new IllegalStateException("An upload that is " + status + " can't become " + next);
    }
    status = next;
  }
}
