package dev.slipway.uploads;

import dev.slipway.catalogue.VideoDetails;
import dev.slipway.catalogue.sync.ObjectMetadata;
import dev.slipway.storage.MultipartOptions;
import dev.slipway.storage.signing.PutConstraints;
import dev.slipway.uploads.multipart.PartPlan;
import java.util.Map;

/**
 * A request that has been checked: what the URL is going to be signed for.
 *
 * @param details what is said about it; of these only the title is signed, as metadata
 * @param contentType in lower case, without parameters
 * @param size bytes, at least one
 * @param checksumSha256 32 bytes in base64, or null
 * @param fingerprint up to 100 characters, or null
 * @param plan how the file is cut into parts; null where one PUT carries it
 * @param partChecksums whether each part is signed with its checksum
 */
record UploadTerms(
    String fileName,
    VideoDetails details,
    String contentType,
    long size,
    String checksumSha256,
    String fingerprint,
    PartPlan plan,
    boolean partChecksums) {

  static UploadTerms of(Upload upload) {
    return new UploadTerms(
        upload.fileName,
        upload.details(),
        upload.contentType,
        upload.size,
        upload.checksumSha256,
        upload.fingerprint,
        upload.plan(),
        upload.partChecksums);
  }

  /**
   * For a store that can't check the bytes: what it would not hold against them is not promised.
   */
  UploadTerms withoutPartChecksums() {
    return new UploadTerms(
        fileName, details, contentType, size, checksumSha256, fingerprint, plan, false);
  }

  /** Whether they are for the same file. What is said about it may have changed meanwhile. */
  boolean describesSameFile(UploadTerms other) {
    return equals(
        new UploadTerms(
            other.fileName,
            details,
            other.contentType,
            other.size,
            other.checksumSha256,
            other.fingerprint,
            other.plan,
            other.partChecksums));
  }

  /** For one PUT of the whole file. */
  PutConstraints toPutTerms(String owner) {
    return new PutConstraints(contentType, size, checksumSha256, metadata(owner));
  }

  /** For a file in parts. */
  MultipartOptions toMultipartTerms(String owner) {
    return new MultipartOptions(contentType, partChecksums, metadata(owner));
  }

  private Map<String, String> metadata(String owner) {
    return new ObjectMetadata(owner, fileName, details.title()).toHeaders();
  }
}
