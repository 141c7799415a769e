package dev.slipway.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for conditions that become true without further action of the test. */
public final class Eventually {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

  private Eventually() {}

  /** Waits until the condition holds, and fails after 15 s. */
  public static void holds(String what, Supplier<Boolean> condition) {
    holds(what, DEFAULT_TIMEOUT, condition);
  }

  /** Waits until the condition holds, and fails after the timeout. */
  public static void holds(String what, Duration timeout, Supplier<Boolean> condition) {
    var end = System.nanoTime() + timeout.toNanos();
    while (!condition.get()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not within " + timeout.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
  }

  /** Waits for a duration, in which the test expects something not to happen. */
  public static void elapses(Duration duration) {
    var end = System.nanoTime() + duration.toNanos();
    holds("time passes", duration.plus(DEFAULT_TIMEOUT), () -> System.nanoTime() > end);
  }
}
