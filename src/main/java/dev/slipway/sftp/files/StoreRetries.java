package dev.slipway.sftp.files;

import dev.slipway.web.Backoff;
import dev.slipway.web.problem.DatabaseUnavailable;
import dev.slipway.web.problem.ProblemException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Repeats calls while the store or the database is unavailable for a short time, so that a restart
 * of one of them doesn't break long transfers.
 */
public final class StoreRetries {
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));

  /** About half a minute. */
  private static final int MAX_ATTEMPTS = 6;

  private final BooleanSupplier connected;

  /**
   * @param connected whether the client still waits
   */
  public StoreRetries(BooleanSupplier connected) {
    this.connected = connected;
  }

  <T> T run(Supplier<T> call) {
    for (var failures = 1; ; failures++) {
      try {
        return call.get();
      } catch (RuntimeException e) {
        if (failures == MAX_ATTEMPTS || !isTemporary(e) || !connected.getAsBoolean()) {
          throw e;
        }
      }
      pause(BACKOFF.delayAfter(failures));
    }
  }

  private static boolean isTemporary(RuntimeException e) {
    return e instanceof ProblemException problem
        ? problem.isServerError()
        : DatabaseUnavailable.isCauseOf(e);
  }

  private static void pause(Duration delay) {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The connection has ended", e);
    }
  }
}
