package dev.slipway.uploads;

import dev.slipway.web.ErrorCode;
import dev.slipway.web.Formats;
import dev.slipway.web.Labels;
import dev.slipway.web.ProblemException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What may be uploaded. Checks a request before anything is written. */
final class UploadRules {
  private static final int SHA256_BYTES = 32;

  private final Set<String> types;
  private final long maxSize;

  UploadRules(Set<String> types, long maxSize) {
    this.types = new TreeSet<>();
    types.forEach(type -> this.types.add(type.strip().toLowerCase(Locale.ROOT)));
    this.maxSize = maxSize;
  }

  /**
   * @throws ProblemException naming the first thing that is wrong
   */
  UploadTerms check(UploadRequest request) {
    if (request == null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send JSON with fileName, contentType and size.");
    }
    var fileName =
        Labels.of(request.fileName())
            .orElseThrow(
                () -> new ProblemException(ErrorCode.INVALID_REQUEST, "'fileName' is missing."));
    var contentType = checkedType(request.contentType());
    var size = checkedSize(request.size());
    var checksum = checkedChecksum(request.checksumSha256());
    var title = Labels.of(request.title()).orElseGet(() -> withoutEnding(fileName));
    return new UploadTerms(fileName, title, contentType, size, checksum);
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

  private static String checkedChecksum(String checksum) {
    if (checksum == null) {
      return null;
    }
    try {
      var bytes = Base64.getDecoder().decode(checksum);
      if (bytes.length == SHA256_BYTES) {
        // Written anew: the decoder is more lenient than stores are.
        return Base64.getEncoder().encodeToString(bytes);
      }
    } catch (IllegalArgumentException notBase64) {
      // Falls through to the same refusal.
    }
    throw new ProblemException(
        ErrorCode.CHECKSUM_INVALID, "'checksumSha256' must be the 32 bytes of SHA-256 in base64.");
  }

  private static String withoutEnding(String fileName) {
    var dot = fileName.lastIndexOf('.');
    return dot > 0 ? fileName.substring(0, dot) : fileName;
  }
}
