package dev.slipway.uploads.multipart;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Base64;
import java.util.Optional;

/** SHA-256 as clients send it: 32 bytes in base64. */
public final class Checksums {
  private static final int BYTES = 32;

  private Checksums() {}

  /**
   * The checksum as stores write it; empty for none.
   *
   * @param member that carries it, for the message
   * @throws ProblemException {@code checksum-invalid}
   */
  public static Optional<String> normalize(String checksum, String member) {
    // Written anew: the decoder is more lenient than stores are.
    return parse(checksum, member).map(Checksums::toBase64);
  }

  /**
   * @throws ProblemException {@code checksum-invalid}
   */
  static Optional<byte[]> parse(String checksum, String member) {
    if (checksum == null) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getDecoder().decode(checksum);
      if (bytes.length == BYTES) {
        return Optional.of(bytes);
      }
    } catch (IllegalArgumentException notBase64) {
      // Falls through to the same refusal.
    }
    throw new ProblemException(
        ErrorCode.CHECKSUM_INVALID,
        "'%s' must be the 32 bytes of SHA-256 in base64.".formatted(member));
  }

  static String toBase64(byte[] checksum) {
    return Base64.getEncoder().encodeToString(checksum);
  }
}
