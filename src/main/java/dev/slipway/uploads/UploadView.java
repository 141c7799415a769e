package dev.slipway.uploads;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.storage.PresignedUrl;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * An upload as programs see it.
 *
 * @param method {@code put}: one request carries the file
 * @param size bytes
 * @param expiresAt until when the URL is good
 * @param put where the file goes; only in the answers that sign it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UploadView(
    String id,
    UploadStatus status,
    String method,
    String key,
    String fileName,
    String title,
    String contentType,
    long size,
    Instant createdAt,
    Instant expiresAt,
    Put put) {

  /**
   * A signed PUT.
   *
   * @param headers those that the client must set, with these very values
   */
  record Put(URI url, Map<String, String> headers) {}

  static UploadView of(Upload upload) {
    return of(upload, (Put) null);
  }

  static UploadView of(Upload upload, PresignedUrl url) {
    return of(upload, new Put(url.url(), url.headers()));
  }

  private static UploadView of(Upload upload, Put put) {
    return new UploadView(
        upload.id,
        upload.status,
        "put",
        upload.key().value(),
        upload.fileName,
        upload.title,
        upload.contentType,
        upload.size,
        upload.createdAt,
        upload.expiresAt,
        put);
  }
}
