package dev.slipway.uploads;

import dev.slipway.catalogue.DetailsRequest;
import dev.slipway.catalogue.VideoDetails;
import dev.slipway.uploads.multipart.Checksums;
import dev.slipway.uploads.multipart.PartPlan;
import dev.slipway.web.Formats;
import dev.slipway.web.SafeText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What may be uploaded. Checks a request before anything is written. */
final class UploadRules {
  private static final int MAX_FINGERPRINT_LENGTH = 100;
  private static final Pattern FINGERPRINT =
      Pattern.compile("[!-~]{1," + MAX_FINGERPRINT_LENGTH + "}");

  /** A limit of the protocol. */
  private static final long MAX_PUT_SIZE = 5L << 30;

  private final Set<String> types;
  private final long maxSize;
  private final long partsFrom;
  private final long partSize;

  /**
   * @param maxSize bytes of the largest file
   * @param partsFrom bytes from which on a file comes in parts
   * @param partSize bytes of a part, where the file is not too large for that
   */
  UploadRules(Set<String> types, long maxSize, long partsFrom, long partSize) {
    this.types = new TreeSet<>();
    types.forEach(type -> this.types.add(type.strip().toLowerCase(Locale.ROOT)));
    this.maxSize = maxSize;
    this.partsFrom = partsFrom;
    this.partSize = partSize;
    requirePossible();
  }

  private void requirePossible() {
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
          "SLIPWAY_UPLOADS_MAX_SIZE must be what 10,000 parts of 5 GiB can hold, not "
              + maxSize
              + " bytes.");
    }
  }

  /**
   * @throws ProblemException naming the first thing that is wrong
   */
  UploadTerms validate(UploadRequest request) {
    if (request == null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send JSON with fileName, contentType and size.");
    }
    var fileName =
        SafeText.label(request.fileName())
            .orElseThrow(
                () -> new ProblemException(ErrorCode.INVALID_REQUEST, "'fileName' is missing."));
    var contentType = checkedType(request.contentType());
    var size = checkedSize(request.size());
    var checksum = Checksums.normalize(request.checksumSha256(), "checksumSha256").orElse(null);
    var title = SafeText.label(request.title()).orElseGet(() -> withoutEnding(fileName));
    var details =
        new DetailsRequest(null, request.description(), request.visibility())
            .applyTo(VideoDetails.titled(title));
    var plan = size < partsFrom ? null : planned(size, request.partSize());
    var partChecksums = plan != null && !Boolean.FALSE.equals(request.partChecksums());
    var fingerprint = checkedFingerprint(request.fingerprint());
    return new UploadTerms(
        fileName, details, contentType, size, checksum, fingerprint, plan, partChecksums);
  }

  private String checkedType(String declared) {
    if (declared == null || declared.isBlank()) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, "'contentType' is missing.");
    }
    var type = declared.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!types.contains(type)) {
      throw new ProblemException(
          ErrorCode.TYPE_NOT_ALLOWED, "Taken are " + String.join(", ", types) + ".");
    }
    return type;
  }

  private long checkedSize(Long size) {
    if (size == null || size < 1) {
      throw new ProblemException(
          ErrorCode.SIZE_INVALID, "'size' must be the file's number of bytes, at least 1.");
    }
    if (size > maxSize) {
      throw new ProblemException(
          ErrorCode.FILE_TOO_LARGE,
          "The file has %s; the most is %s."
              .formatted(Formats.exactBytes(size), Formats.exactBytes(maxSize)));
    }
    return size;
  }

  private PartPlan planned(long size, Long wish) {
    if (wish == null) {
      return PartPlan.of(size, partSize);
    }
    try {
      return new PartPlan(size, wish);
    } catch (IllegalArgumentException impossible) {
      throw new ProblemException(
          ErrorCode.PART_INVALID,
          "'partSize' must be from 5 MiB to 5 GiB, and 10,000 parts must suffice; %d bytes would do."
              .formatted(PartPlan.of(size, partSize).partSize()));
    }
  }

  private static String checkedFingerprint(String fingerprint) {
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

  private static String withoutEnding(String fileName) {
    var dot = fileName.lastIndexOf('.');
    return dot > 0 ? fileName.substring(0, dot) : fileName;
  }
}
