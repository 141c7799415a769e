package dev.slipway.storage;

import java.util.List;
import java.util.Optional;

/**
 * The application's own calls for multipart uploads: create, list parts, complete and abort. Most
 * parts don't pass through the application, because clients PUT them to signed URLs, which {@code
 * storage.signing} makes.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html">Uploading
 *     and copying objects using multipart upload</a>
 */
public interface MultipartStore {
  /** Creates a multipart upload and returns the store's id for it. */
  String create(ObjectKey key, MultipartOptions options);

  /**
   * Lists the parts that the store has received, by number; empty if the store does not know the
   * upload because it was completed, aborted or removed by a lifecycle rule.
   */
  Optional<List<StoredPart>> listParts(ObjectKey key, String uploadId);

  /**
   * Stores a part whose bytes pass through the application, instead of an earlier one with the same
   * number.
   *
   * @param checksum whether the upload was created with checksums of parts
   * @return the ETag of the part without quotes; empty if the store does not know the upload
   * @throws StoreRefusalException if other bytes arrived than the checksum says
   */
  Optional<String> putPart(
      ObjectKey key, String uploadId, int number, boolean checksum, ObjectContent content);

  /**
   * Assembles the parts into an object, unless an object exists under the key. A store that does
   * not support this condition is asked for the object first; an object that arrives between the
   * two calls is overwritten.
   *
   * @return false if the store no longer knows the upload, or has an object under the key; {@link
   *     ObjectStore#head} says which
   * @throws StoreRefusalException if the store does not have these parts with these checksums
   */
  boolean complete(ObjectKey key, String uploadId, List<StoredPart> parts);

  /** Discards the parts. Aborting an unknown upload succeeds. */
  void abort(ObjectKey key, String uploadId);
}
