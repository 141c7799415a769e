package dev.slipway.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what happens by itself soon. */
public final class Eventually {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

  private Eventually() {}

  /** Returns as soon as the condition holds, and fails where it does not in time. */
  public static void holds(String what, Supplier<Boolean> condition) {
    holds(what, DEFAULT_TIMEOUT, condition);
  }

  /** The same, for what takes longer. */
  public static void holds(String what, Duration longest, Supplier<Boolean> condition) {
    var end = System.nanoTime() + longest.toNanos();
    while (!condition.get()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not in " + longest.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
  }

  /** Returns when so much time is over, for what must not happen meanwhile. */
  public static void elapses(Duration time) {
    var end = System.nanoTime() + time.toNanos();
    holds("time passes", time.plus(DEFAULT_TIMEOUT), () -> System.nanoTime() > end);
  }
}
