package dev.slipway.uploads;

import dev.slipway.catalogue.VideoDetails;
import dev.slipway.storage.MultipartOptions;
import dev.slipway.storage.signing.PutConstraints;
import dev.slipway.uploads.multipart.PartPlan;
import java.util.Map;

/**
 * A validated request to open an upload: what its URLs are signed for.
 *
 * @param details of the video; of these only the title is signed, as metadata of the object
 * @param contentType in lower case, without parameters
 * @param size bytes, at least one
 * @param checksumSha256 32 bytes in base64, or null
 * @param fingerprint up to 100 characters, or null
 * @param plan how the file is cut into parts; null if it is sent with one PUT
 * @param partChecksums whether each part is signed with its checksum
 */
record ValidatedUpload(
    String fileName,
    VideoDetails details,
    String contentType,
    long size,
    String checksumSha256,
    String fingerprint,
    PartPlan plan,
    boolean partChecksums) {

  static ValidatedUpload of(Upload upload) {
    return new ValidatedUpload(
        upload.fileName,
        upload.details(),
        upload.contentType,
        upload.size,
        upload.checksumSha256,
        upload.fingerprint,
        upload.plan(),
        upload.partChecksums);
  }

  /** Drops the part checksums for a store that would ignore them. */
  ValidatedUpload withoutPartChecksums() {
    return new ValidatedUpload(
        fileName, details, contentType, size, checksumSha256, fingerprint, plan, false);
  }

  /** Sends the file with one PUT, whatever its size. */
  ValidatedUpload asSinglePut() {
    return new ValidatedUpload(
        fileName, details, contentType, size, checksumSha256, fingerprint, null, false);
  }

  /** Sends the file in parts, of which the first one is this large. */
  ValidatedUpload asFirstPart(boolean checksums) {
    return new ValidatedUpload(
        fileName,
        details,
        contentType,
        size,
        null,
        fingerprint,
        new PartPlan(size, size),
        checksums);
  }

  /** Compares everything but the details, which the caller may have edited in the meantime. */
  boolean isForSameFile(ValidatedUpload other) {
    return equals(other.withDetails(details));
  }

  PutConstraints toPutConstraints(Map<String, String> metadata) {
    return new PutConstraints(contentType, size, checksumSha256, metadata);
  }

  MultipartOptions toMultipartOptions(Map<String, String> metadata) {
    return new MultipartOptions(contentType, partChecksums, metadata);
  }

  private ValidatedUpload withDetails(VideoDetails other) {
    return new ValidatedUpload(
        fileName, other, contentType, size, checksumSha256, fingerprint, plan, partChecksums);
  }
}
