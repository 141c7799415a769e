package dev.slipway.doctor;

import java.util.Objects;

/**
 * The result of one check.
 *
 * @param message what the check found and, unless all is fine, how to fix or investigate it; never
 *     contains a secret or a signed URL
 */
public record CheckResult(CheckStatus status, String message) {
  public CheckResult {
    Objects.requireNonNull(status);
    Objects.requireNonNull(message);
  }

  public static CheckResult fine(String message) {
    return new CheckResult(CheckStatus.FINE, message);
  }

  public static CheckResult weak(String message) {
    return new CheckResult(CheckStatus.WEAK, message);
  }

  public static CheckResult broken(String message) {
    return new CheckResult(CheckStatus.BROKEN, message);
  }

  public static CheckResult unknown(String message) {
    return new CheckResult(CheckStatus.UNKNOWN, message);
  }
}
