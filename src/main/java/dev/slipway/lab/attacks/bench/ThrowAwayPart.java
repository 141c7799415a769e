package dev.slipway.lab.attacks.bench;

import dev.slipway.storage.ObjectKey;

/**
 * The last part of a throw-away multipart upload.
 *
 * @param put the request that its signed URL permits
 */
public record ThrowAwayPart(ObjectKey key, int number, StoreRequest put) {
  /** The id of the upload. */
  public String id() {
    return key.uploadId().orElseThrow().value();
  }

  /** The store's id of the multipart upload, percent-encoded. */
  public String uploadId() {
    return put.parameter("uploadId");
  }
}
