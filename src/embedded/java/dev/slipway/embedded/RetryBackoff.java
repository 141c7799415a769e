package dev.slipway.embedded;

import java.time.Duration;

/** Ever later, up to the three seconds of MinIO's own queue; a word about it once a minute. */
final class RetryBackoff {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(3);
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private Duration delay = FIRST;
  private long warnedAt = System.nanoTime() - SILENCE.toNanos();

  void reset() {
    delay = FIRST;
  }

  Duration nextDelay() {
    var now = delay;
    var doubled = delay.multipliedBy(2);
    delay = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return now;
  }

  /** A single failure is no news: only what failed for a second or more. */
  boolean shouldWarn() {
    var now = System.nanoTime();
    if (delay.compareTo(Duration.ofSeconds(1)) < 0 || now - warnedAt < SILENCE.toNanos()) {
      return false;
    }
    warnedAt = now;
    return true;
  }
}
