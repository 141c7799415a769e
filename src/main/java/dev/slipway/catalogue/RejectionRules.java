package dev.slipway.catalogue;

import dev.slipway.media.MediaFormat;
import java.util.Optional;

/**
 * Which stored objects are rejected, such as a text file that is named {@code .mp4}. A rejected
 * object is kept and can't be played.
 */
final class RejectionRules {
  private RejectionRules() {}

  /**
   * The reason to reject an object; empty if it is accepted.
   *
   * @param format of the object's first bytes, whatever its name and declared type
   * @param size bytes of the object
   * @param expectedSize bytes that the upload declared, or 0 if any size is accepted
   */
  static Optional<Rejection> check(MediaFormat format, long size, long expectedSize) {
    if (size == 0) {
      return Optional.of(Rejection.EMPTY);
    }
    if (!format.isVideo()) {
      return Optional.of(Rejection.NOT_A_VIDEO);
    }
    return size < expectedSize ? Optional.of(Rejection.INCOMPLETE) : Optional.empty();
  }
}
