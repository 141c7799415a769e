package dev.slipway.uploads;

import dev.slipway.catalogue.Details;
import dev.slipway.storage.MultipartTerms;
import dev.slipway.storage.PutTerms;
import dev.slipway.storage.UriEncoding;
import java.util.LinkedHashMap;
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
    Details details,
    String contentType,
    long size,
    String checksumSha256,
    String fingerprint,
    PartPlan plan,
    boolean partChecksums) {

  /**
   * Stores take 2 KiB of metadata in all, and percent-encoding makes up to 12 bytes of one sign.
   */
  private static final int LONGEST_METADATA = 768;

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

  /** Whether they are for the same file. What is said about it may have changed meanwhile. */
  boolean agreesWith(UploadTerms other) {
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
  PutTerms put(String owner) {
    return new PutTerms(contentType, size, checksumSha256, metadata(owner));
  }

  /** For a file in parts. */
  MultipartTerms multipart(String owner) {
    return new MultipartTerms(contentType, partChecksums, metadata(owner));
  }

  /** From which the catalogue could be rebuilt. */
  private Map<String, String> metadata(String owner) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("slipway-owner", UriEncoding.segment(owner));
    metadata.put("slipway-name", encoded(fileName));
    metadata.put("slipway-title", encoded(details.title()));
    return metadata;
  }

  /** Header values are ASCII. What is too long is cut, between characters. */
  private static String encoded(String text) {
    var result = new StringBuilder();
    for (var character : text.codePoints().toArray()) {
      var encoded = UriEncoding.segment(Character.toString(character));
      if (result.length() + encoded.length() > LONGEST_METADATA) {
        break;
      }
      result.append(encoded);
    }
    return result.toString();
  }
}
