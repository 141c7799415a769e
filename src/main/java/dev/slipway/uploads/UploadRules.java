package dev.slipway.uploads;

import dev.slipway.catalogue.DetailsRequest;
import dev.slipway.catalogue.VideoDetails;
import dev.slipway.catalogue.metadata.DefaultTitle;
import dev.slipway.media.FileTypes;
import dev.slipway.uploads.multipart.Checksums;
import dev.slipway.uploads.multipart.PartPlan;
import dev.slipway.web.Formats;
import dev.slipway.web.SafeText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Validates requests to open an upload, before anything is written. */
final class UploadRules {
  private static final int MAX_FINGERPRINT_LENGTH = 100;
  private static final Pattern FINGERPRINT =
      Pattern.compile("[!-~]{1," + MAX_FINGERPRINT_LENGTH + "}");

  /** The S3 limit of a single PUT. */
  private static final long MAX_PUT_SIZE = 5L << 30;

  private final FileTypes types;
  private final long maxSize;
  private final long partsFrom;
  private final long partSize;

  /**
   * @param maxSize bytes of the largest file
   * @param partsFrom size in bytes from which a file is sent in parts
   * @param partSize default size of a part in bytes
   */
  UploadRules(Set<String> types, long maxSize, long partsFrom, long partSize) {
    this.types = FileTypes.of(types);
    this.maxSize = maxSize;
    this.partsFrom = partsFrom;
    this.partSize = partSize;
    requireValidSettings();
  }

  static UploadRules of(UploadsConfig config) {
    return new UploadRules(
        config.types(),
        config.maxSize().asLongValue(),
        config.partsFrom().asLongValue(),
        config.partSize().asLongValue());
  }

  /**
   * @throws ProblemException for the first error found
   */
  ValidatedUpload validate(UploadRequest request) {
    if (request == null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send JSON with fileName, contentType and size.");
    }
    var fileName =
        SafeText.label(request.fileName())
            .orElseThrow(
                () -> new ProblemException(ErrorCode.INVALID_REQUEST, "'fileName' is missing."));
    var contentType = validateType(request.contentType());
    var size = validateSize(request.size());
    var checksum = Checksums.normalize(request.checksumSha256(), "checksumSha256").orElse(null);
    var title = SafeText.label(request.title()).orElseGet(() -> DefaultTitle.of(fileName));
    var details =
        new DetailsRequest(null, request.description(), request.visibility(), request.tags())
            .applyTo(VideoDetails.titled(title));
    var hasParts = size >= partsFrom || Boolean.TRUE.equals(request.multipart());
    var plan = hasParts ? planOf(size, request.partSize()) : null;
    var partChecksums = plan != null && !Boolean.FALSE.equals(request.partChecksums());
    var fingerprint = validateFingerprint(request.fingerprint());
    return new ValidatedUpload(
        fileName, details, contentType, size, checksum, fingerprint, plan, partChecksums);
  }

  private void requireValidSettings() {
    if (partsFrom < 1 || partsFrom > MAX_PUT_SIZE) {
      throw new IllegalArgumentException(
          "SLIPWAY_UPLOADS_PARTS_FROM must be from 1 byte to 5 GiB, not " + partsFrom + " bytes.");
    }
    if (partSize < PartPlan.MIN_PART_SIZE || partSize > PartPlan.MAX_PART_SIZE) {
      throw new IllegalArgumentException(
          "SLIPWAY_UPLOADS_PART_SIZE must be from 5 MiB to 5 GiB, not " + partSize + " bytes.");
    }
    if (maxSize < 1 || maxSize > PartPlan.MAX_PARTS * PartPlan.MAX_PART_SIZE) {
      throw new IllegalArgumentException(
          "SLIPWAY_UPLOADS_MAX_SIZE must be from 1 byte to 10,000 parts of 5 GiB, not "
              + maxSize
              + " bytes.");
    }
  }

  private String validateType(String declared) {
    if (declared == null || declared.isBlank()) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, "'contentType' is missing.");
    }
    var type = declared.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    var mediaTypes = types.mediaTypes();
    if (!mediaTypes.contains(type)) {
      throw new ProblemException(
          ErrorCode.TYPE_NOT_ALLOWED,
          "This file type isn't supported. %s The media types are %s."
              .formatted(types.advice(), String.join(", ", mediaTypes)));
    }
    return type;
  }

  private long validateSize(Long size) {
    if (size == null || size < 1) {
      throw new ProblemException(
          ErrorCode.SIZE_INVALID, "'size' must be the size of the file in bytes, at least 1.");
    }
    if (size > maxSize) {
      throw new ProblemException(
          ErrorCode.FILE_TOO_LARGE,
          "The file is %s; the limit is %s."
              .formatted(Formats.exactBytes(size), Formats.exactBytes(maxSize)));
    }
    return size;
  }

  private PartPlan planOf(long size, Long preferredPartSize) {
    if (preferredPartSize == null) {
      return PartPlan.of(size, partSize);
    }
    try {
      return new PartPlan(size, preferredPartSize);
    } catch (IllegalArgumentException invalid) {
      throw new ProblemException(
          ErrorCode.PART_INVALID,
          "'partSize' must be from 5 MiB to 5 GiB, and 10,000 parts must suffice. Use %d bytes, for example."
              .formatted(PartPlan.of(size, partSize).partSize()));
    }
  }

  private static String validateFingerprint(String fingerprint) {
    if (fingerprint == null || fingerprint.isEmpty()) {
      return null;
    }
    if (!FINGERPRINT.matcher(fingerprint).matches()) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'fingerprint' must be at most %d visible ASCII characters."
              .formatted(MAX_FINGERPRINT_LENGTH));
    }
    return fingerprint;
  }
}
