package dev.slipway.account.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A bucket of permits for everybody: so many at once, and so many more each second. Of a bucket
 * only the moment is kept at which it is full again; one that is full is the same as none.
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
   * @param perSecond permits that come back each second
   */
  RateLimiter(int burst, double perSecond, Clock clock) {
    if (burst < 1 || !(perSecond > 0)) {
      throw new IllegalArgumentException("SLIPWAY_LIMITS_… must be a burst and a rate above zero.");
    }
    this.permitInterval = Duration.ofNanos((long) Math.ceil(NANOS_PER_SECOND / perSecond));
    this.refillTime = permitInterval.multipliedBy(burst);
    this.clock = clock;
  }

  /**
   * Takes one permit, if there is one.
   *
   * @return how long until there is one; empty where it was taken
   */
  Optional<Duration> tryAcquire(String name) {
    var now = clock.instant();
    var delay = new AtomicReference<Duration>();
    fullAt.compute(
        name,
        (key, before) -> {
          var after = (before == null || before.isBefore(now) ? now : before).plus(permitInterval);
          var missing = Duration.between(now.plus(refillTime), after);
          if (missing.isNegative() || missing.isZero()) {
            return after;
          }
          delay.set(missing);
          return before;
        });
    return Optional.ofNullable(delay.get());
  }

  /** What is full is forgotten, so that only those who ask now take memory. */
  void evictFull() {
    var now = clock.instant();
    fullAt.values().removeIf(moment -> !moment.isAfter(now));
  }

  int size() {
    return fullAt.size();
  }
}
