package dev.slipway.doctor;

import java.util.Objects;

/**
 * What a check found.
 *
 * @param sentence what was seen, and where that is not fine, what mends it or how to look; never a
 *     secret or a signed URL
 */
public record CheckResult(CheckStatus status, String message) {
  public CheckResult {
    Objects.requireNonNull(status);
    Objects.requireNonNull(message);
  }

  public static CheckResult fine(String sentence) {
    return new CheckResult(CheckStatus.FINE, sentence);
  }

  public static CheckResult weak(String sentence) {
    return new CheckResult(CheckStatus.WEAK, sentence);
  }

  public static CheckResult broken(String sentence) {
    return new CheckResult(CheckStatus.BROKEN, sentence);
  }

  public static CheckResult unknown(String sentence) {
    return new CheckResult(CheckStatus.UNKNOWN, sentence);
  }
}
