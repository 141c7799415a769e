package dev.slipway.processing.rendition;

import dev.slipway.storage.ObjectKey;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;

/**
 * A rendition that the derived bucket may have, as parts or as an object, and that isn't in the
 * catalogue: it is being made, it was left by an attempt that was killed, or it was replaced.
 */
@Entity
class UncataloguedFile extends PanacheEntityBase {
  @Id String objectKey;
  String videoId;

  /** The store's id of the multipart upload; null if it has been completed. */
  String uploadId;

  Instant since;

  /** Whether it is being removed, so that it can't enter the catalogue any more. */
  boolean removing;

  protected UncataloguedFile() {}

  UncataloguedFile(ObjectKey key, String videoId, String uploadId, Instant since) {
    this.objectKey = key.value();
    this.videoId = videoId;
    this.uploadId = uploadId;
    this.since = since;
  }

  static List<UncataloguedFile> findByVideo(String videoId) {
    return list("videoId = ?1 order by objectKey", videoId);
  }

  ObjectKey key() {
    return new ObjectKey(objectKey);
  }
}
