package dev.slipway.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for conditions that become true without further action of the test. */
public final class Eventually {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);
  private static final long MIN_POLL_INTERVAL = Duration.ofMillis(20).toNanos();
  private static final long MAX_POLL_INTERVAL = Duration.ofMillis(250).toNanos();

  /** A longer wait polls less often, so that polling adds at most five percent to it. */
  private static final int POLLS_PER_ELAPSED_TIME = 20;

  private Eventually() {}

  /** Waits until the condition holds, and fails after 15 s. */
  public static void holds(String what, Supplier<Boolean> condition) {
    holds(what, DEFAULT_TIMEOUT, condition);
  }

  /** Waits until the condition holds, and fails after the timeout. */
  public static void holds(String what, Duration timeout, Supplier<Boolean> condition) {
    var start = System.nanoTime();
    while (!condition.get()) {
      var elapsed = System.nanoTime() - start;
      if (elapsed > timeout.toNanos()) {
        throw new AssertionError("Not within " + timeout.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(pollInterval(elapsed));
    }
  }

  /** Waits for a duration, in which the test expects something not to happen. */
  public static void elapses(Duration duration) {
    var end = System.nanoTime() + duration.toNanos();
    holds("time passes", duration.plus(DEFAULT_TIMEOUT), () -> System.nanoTime() > end);
  }

  private static long pollInterval(long elapsed) {
    var interval = Math.max(MIN_POLL_INTERVAL, elapsed / POLLS_PER_ELAPSED_TIME);
    return Math.min(interval, MAX_POLL_INTERVAL);
  }
}
