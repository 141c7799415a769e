package dev.slipway.sftp.files;

import dev.slipway.web.Backoff;
import dev.slipway.web.problem.DatabaseUnavailable;
import dev.slipway.web.problem.ProblemException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Repeats calls while the store or the database is unavailable for a short time, so that a restart
 * of one of them doesn't break long transfers.
 */
public final class StoreRetries {
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8));

  /**
   * No attempt begins later than this after the first failure. Not after the beginning, because a
   * call that fails after a minute is worth repeating too.
   */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final BooleanSupplier connected;
  private final LongSupplier nanoTime;
  private final Pause pause;

  /**
   * @param connected whether the client still waits
   */
  public StoreRetries(BooleanSupplier connected) {
    this(connected, System::nanoTime, delay -> Thread.sleep(delay.toMillis()));
  }

  StoreRetries(BooleanSupplier connected, LongSupplier nanoTime, Pause pause) {
    this.connected = connected;
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  /** Waits between two attempts. */
  interface Pause {
    void await(Duration delay) throws InterruptedException;
  }

  void run(Runnable call) {
    run(
        () -> {
          call.run();
          return null;
        });
  }

  <T> T run(Supplier<T> call) {
    var firstFailure = 0L;
    for (var failures = 1; ; failures++) {
      var delay = BACKOFF.delayAfter(failures);
      try {
        return call.get();
      } catch (RuntimeException e) {
        var now = nanoTime.getAsLong();
        firstFailure = failures == 1 ? now : firstFailure;
        var tooLate = now - firstFailure + delay.toNanos() > TIMEOUT.toNanos();
        if (tooLate || !isTemporary(e) || !connected.getAsBoolean()) {
          throw e;
        }
      }
      await(delay);
    }
  }

  private static boolean isTemporary(RuntimeException e) {
    return e instanceof ProblemException problem
        ? problem.isServerError()
        : DatabaseUnavailable.isCauseOf(e);
  }

  private void await(Duration delay) {
    try {
      pause.await(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The connection has ended", e);
    }
  }
}
