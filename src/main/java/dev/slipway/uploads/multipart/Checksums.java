package dev.slipway.uploads.multipart;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Base64;
import java.util.Optional;

/** Parses and formats SHA-256 checksums: 32 bytes in base64. */
public final class Checksums {
  private static final int LENGTH = 32;

  private Checksums() {}

  /**
   * Returns the checksum in the form that stores use; empty for null.
   *
   * @param field the JSON field that holds the checksum, for the error message
   * @throws ProblemException {@code checksum-invalid}
   */
  public static Optional<String> normalize(String checksum, String field) {
    // Java's decoder accepts base64 without padding, which stores reject.
    return parse(checksum, field).map(Checksums::toBase64);
  }

  /**
   * Returns the bytes of the checksum; empty for null.
   *
   * @param field the JSON field that holds the checksum, for the error message
   * @throws ProblemException {@code checksum-invalid}
   */
  static Optional<byte[]> parse(String checksum, String field) {
    if (checksum == null) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getDecoder().decode(checksum);
      if (bytes.length == LENGTH) {
        return Optional.of(bytes);
      }
    } catch (IllegalArgumentException notBase64) {
      // Reported below like any other invalid checksum.
    }
    throw new ProblemException(
        ErrorCode.CHECKSUM_INVALID,
        "'%s' must be a SHA-256 checksum: 32 bytes in base64.".formatted(field));
  }

  static String toBase64(byte[] checksum) {
    return Base64.getEncoder().encodeToString(checksum);
  }
}
