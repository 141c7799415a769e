package dev.slipway.ingest;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time, up to the longest, and less by up
 * to half at random, so that replicas do not come back all at once.
 */
public record Backoff(Duration initialDelay, Duration maxDelay, RandomGenerator random) {
  private static final int MOST_DOUBLINGS = 20;

  /**
   * @param failures in a row, from 1
   */
  public Duration delayAfter(int failures) {
    var doubled = initialDelay.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    var full = doubled.compareTo(maxDelay) < 0 ? doubled : maxDelay;
    return full.minusNanos(random.nextLong(full.toNanos() / 2 + 1));
  }
}
