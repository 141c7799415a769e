package dev.slipway.sftp.server;

import dev.slipway.web.problem.DatabaseUnavailable;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Checks at intervals whether the login of a connection is still valid. */
final class LoginCheck {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /**
   * How long a valid login stays valid while the database is unavailable, so that a restart of the
   * database doesn't break transfers.
   */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  private final BooleanSupplier login;
  private final LongSupplier nanoTime;
  private long checkedAt;
  private long confirmedAt;

  /**
   * @param login asks the database whether the login is valid
   */
  LoginCheck(BooleanSupplier login, LongSupplier nanoTime) {
    this.login = login;
    this.nanoTime = nanoTime;
    this.checkedAt = nanoTime.getAsLong();
    this.confirmedAt = checkedAt;
  }

  /**
   * Returns the last result, or a new one if that is too old.
   *
   * @throws RuntimeException if the database has been unavailable for too long
   */
  boolean isValid() {
    var now = nanoTime.getAsLong();
    if (now - checkedAt < INTERVAL.toNanos()) {
      return true;
    }
    try {
      if (!login.getAsBoolean()) {
        return false;
      }
      confirmedAt = now;
    } catch (RuntimeException e) {
      if (!DatabaseUnavailable.isCauseOf(e) || now - confirmedAt >= TOLERANCE.toNanos()) {
        throw e;
      }
    }
    checkedAt = now;
    return true;
  }
}
