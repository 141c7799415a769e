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

  /** When a file that was replaced is removed; null for one that is being made. */
  Instant removeAfter;

  protected UncataloguedFile() {}

  UncataloguedFile(ObjectKey key, String videoId, String uploadId, Instant since) {
    this.objectKey = key.value();
    this.videoId = videoId;
    this.uploadId = uploadId;
    this.since = since;
  }

  /** A file that has left the catalogue, and is kept until the URLs of it have expired. */
  static UncataloguedFile replaced(
      ObjectKey key, String videoId, Instant since, Instant removeAfter) {
    var file = new UncataloguedFile(key, videoId, null, since);
    file.removeAfter = removeAfter;
    return file;
  }

  /** Files that are being made, or that an attempt has left. */
  static List<UncataloguedFile> findUnfinished(String videoId) {
    return list("videoId = ?1 and removeAfter is null order by objectKey", videoId);
  }

  ObjectKey key() {
    return new ObjectKey(objectKey);
  }
}
