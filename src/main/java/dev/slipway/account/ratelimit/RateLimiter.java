package dev.slipway.account.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A token bucket for each name: a burst of permits, refilled at a steady rate. The only state of a
 * bucket is the time at which it is full again, so a full bucket need not be kept at all.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm">GCRA</a>
 */
final class RateLimiter {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Map<String, Instant> fullAt = new ConcurrentHashMap<>();
  private final Duration permitInterval;
  private final Duration refillTime;
  private final Clock clock;

  /**
   * @param burst permits of a full bucket
   * @param perSecond permits that are refilled each second
   */
  RateLimiter(int burst, double perSecond, Clock clock) {
    if (burst < 1 || !(perSecond > 0)) {
      throw new IllegalArgumentException(
          "SLIPWAY_LIMITS_SIGN_BURST and SLIPWAY_LIMITS_SIGN_PER_SECOND must be above zero.");
    }
    this.permitInterval = Duration.ofNanos((long) Math.ceil(NANOS_PER_SECOND / perSecond));
    this.refillTime = permitInterval.multipliedBy(burst);
    this.clock = clock;
  }

  /**
   * Takes one permit from the bucket of this name.
   *
   * @return how long to wait if the bucket is empty; otherwise the permit was taken
   */
  Optional<Duration> tryAcquire(String name) {
    var now = clock.instant();
    var delay = new AtomicReference<Duration>();
    fullAt.compute(
        name,
        (key, previous) -> {
          var next =
              (previous == null || previous.isBefore(now) ? now : previous).plus(permitInterval);
          var missing = Duration.between(now.plus(refillTime), next);
          if (missing.isNegative() || missing.isZero()) {
            return next;
          }
          delay.set(missing);
          return previous;
        });
    return Optional.ofNullable(delay.get());
  }

  /** Removes full buckets, so that only recent callers take memory. */
  void evictFull() {
    var now = clock.instant();
    fullAt.values().removeIf(time -> !time.isAfter(now));
  }

  int size() {
    return fullAt.size();
  }
}
