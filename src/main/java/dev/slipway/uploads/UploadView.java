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
 * An upload as programs see it.
 *
 * @param method {@code put}: one request carries the file; {@code multipart}: it comes in parts
 * @param size bytes
 * @param fingerprint as the client gave it
 * @param expiresAt until when the URLs signed so far are good
 * @param keptUntil when an open upload is given up unless more is signed
 * @param put where the file goes; only in the answers that sign it
 * @param partSize bytes of every part but the last; only for parts
 * @param partChecksums whether every part is signed with its checksum; only for parts
 * @param parts those that the store holds; only where one open upload is asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UploadView(
    String id,
    UploadStatus status,
    String method,
    String key,
    String fileName,
    String title,
    String description,
    String visibility,
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
   * @param headers those that the client must set, with these very values
   */
  record Put(URI url, Map<String, String> headers) {
    static Put of(PresignedUrl url) {
      return new Put(url.url(), url.headers());
    }
  }

  static UploadView of(Upload upload, Duration longestTransfer) {
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
        upload.contentType,
        upload.size,
        upload.fingerprint,
        upload.createdAt,
        upload.expiresAt,
        upload.isOpen() ? upload.expiresAt.plus(longestTransfer) : null,
        null,
        plan == null ? null : plan.partSize(),
        plan == null ? null : plan.count(),
        plan == null ? null : upload.partChecksums,
        null);
  }

  UploadView with(Put signed) {
    return copy(signed, parts);
  }

  UploadView with(List<StoredPart> held) {
    return copy(put, held);
  }

  private UploadView copy(Put signed, List<StoredPart> held) {
    return new UploadView(
        id,
        status,
        method,
        key,
        fileName,
        title,
        description,
        visibility,
        contentType,
        size,
        fingerprint,
        createdAt,
        expiresAt,
        keptUntil,
        signed,
        partSize,
        partCount,
        partChecksums,
        held);
  }
}
