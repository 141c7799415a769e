package dev.slipway.uploads;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.storage.StoredPart;
import dev.slipway.storage.signing.PresignedUrl;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An upload as JSON.
 *
 * @param method {@code put} if the file is sent with one PUT, {@code multipart} if in parts
 * @param size bytes
 * @param fingerprint as the client sent it
 * @param expiresAt when the last of the URLs signed so far expires
 * @param keptUntil when an open upload expires if no more URLs are signed
 * @param put the signed URL; only in responses of calls that sign it
 * @param partSize bytes of every part but the last; only for multipart
 * @param partCount only for multipart
 * @param partChecksums whether every part is signed with its checksum; only for multipart
 * @param parts the parts that the store holds; only if one open multipart upload is requested
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UploadView(
    String id,
    UploadStatus status,
    String method,
    String key,
    String fileName,
    String title,
    String description,
    String visibility,
    List<String> tags,
    String contentType,
    long size,
    String fingerprint,
    Instant createdAt,
    Instant expiresAt,
    Instant keptUntil,
    Put put,
    Long partSize,
    Integer partCount,
    Boolean partChecksums,
    List<StoredPart> parts) {

  /**
   * A signed PUT.
   *
   * @param headers to send unchanged with the PUT
   */
  public record Put(URI url, Map<String, String> headers) {
    static Put of(PresignedUrl url) {
      return new Put(url.url(), url.headers());
    }
  }

  static UploadView of(Upload upload, Duration longestTransfer) {
    return create(upload, longestTransfer, null, null);
  }

  static UploadView withPut(Upload upload, Duration longestTransfer, PresignedUrl url) {
    return create(upload, longestTransfer, Put.of(url), null);
  }

  static UploadView withParts(Upload upload, Duration longestTransfer, List<StoredPart> parts) {
    return create(upload, longestTransfer, null, parts);
  }

  private static UploadView create(
      Upload upload, Duration longestTransfer, Put put, List<StoredPart> parts) {
    var plan = upload.plan();
    return new UploadView(
        upload.id,
        upload.status,
        plan == null ? "put" : "multipart",
        upload.key().value(),
        upload.fileName,
        upload.title,
        upload.description,
        upload.visibility.lowerCaseName(),
        upload.details().tags(),
        upload.contentType,
        upload.size,
        upload.fingerprint,
        upload.createdAt,
        upload.expiresAt,
        upload.isOpen() ? upload.expiresAt.plus(longestTransfer) : null,
        put,
        plan == null ? null : plan.partSize(),
        plan == null ? null : plan.count(),
        plan == null ? null : upload.partChecksums,
        parts);
  }
}
