package dev.slipway.web;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Exponential backoff: the delay doubles with each failure, up to a maximum. */
public record Backoff(Duration initialDelay, Duration maxDelay) {
  private static final int MAX_DOUBLINGS = 20;

  /**
   * @param failures the number of failures or attempts so far; the first delay is the same for 0
   *     and 1
   */
  public Duration delayAfter(int failures) {
    var delay = initialDelay.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), MAX_DOUBLINGS));
    return delay.compareTo(maxDelay) < 0 ? delay : maxDelay;
  }

  /**
   * The same delay, shortened at random by up to half, so that replicas do not all retry at the
   * same moment.
   */
  public Duration jitteredDelayAfter(int failures, RandomGenerator random) {
    var delay = delayAfter(failures);
    return delay.minusNanos(random.nextLong(delay.toNanos() / 2 + 1));
  }
}
