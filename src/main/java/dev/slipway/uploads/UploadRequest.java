package dev.slipway.uploads;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * A client's request to open an upload, before validation. It may have fields of later versions.
 *
 * @param fileName a label, cut to 255 characters
 * @param contentType the media type; parameters are dropped
 * @param size bytes
 * @param title may be null: then it is the file name without folders and extension
 * @param checksumSha256 of the bytes in base64; may be null, but then the store can't verify them.
 *     A multipart upload has a checksum for each part instead, and keeps this one unverified
 * @param fingerprint lets the client find the upload again for the same file; may be null
 * @param partSize the preferred size of parts in bytes; may be null
 * @param partChecksums false if the client can't compute the checksums of parts; may be null
 * @param multipart true to send a file in parts for which one PUT would do; may be null
 * @param description may be null
 * @param visibility private, unlisted or public; null means private
 * @param tags up to 30 of up to 50 characters; may be null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record UploadRequest(
    String fileName,
    String contentType,
    Long size,
    String title,
    String checksumSha256,
    String fingerprint,
    Long partSize,
    Boolean partChecksums,
    Boolean multipart,
    String description,
    String visibility,
    List<String> tags) {
  /** Returns the request for a file of which nothing else is known. */
  static UploadRequest ofFile(
      String fileName, String contentType, long size, String checksumSha256) {
    return new UploadRequest(
        fileName,
        contentType,
        size,
        null,
        checksumSha256,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
