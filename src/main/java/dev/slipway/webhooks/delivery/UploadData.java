package dev.slipway.webhooks.delivery;

import dev.slipway.uploads.UploadLifecycle.UploadExpired;
import java.time.Instant;

/**
 * The facts of an upload in the body of a request.
 *
 * @param id also that of the video, if the file arrives late
 * @param status {@code EXPIRED}
 * @param size declared bytes
 */
record UploadData(
    String id,
    String owner,
    String title,
    String fileName,
    String contentType,
    long size,
    String status,
    Instant createdAt) {
  static UploadData of(UploadExpired upload) {
    return new UploadData(
        upload.id(),
        upload.owner(),
        upload.title(),
        upload.fileName(),
        upload.contentType(),
        upload.size(),
        "EXPIRED",
        upload.createdAt());
  }
}
