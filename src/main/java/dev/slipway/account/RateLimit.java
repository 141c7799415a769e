package dev.slipway.account;

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
final class RateLimit {
  private static final double NANOS = 1e9;

  private final Map<String, Instant> fullAt = new ConcurrentHashMap<>();
  private final Duration perPermit;
  private final Duration whole;
  private final Clock clock;

  /**
   * @param burst permits of a full bucket
   * @param perSecond permits that come back each second
   */
  RateLimit(int burst, double perSecond, Clock clock) {
    if (burst < 1 || !(perSecond > 0)) {
      throw new IllegalArgumentException("SLIPWAY_LIMITS_… must be a burst and a rate above zero.");
    }
    this.perPermit = Duration.ofNanos((long) Math.ceil(NANOS / perSecond));
    this.whole = perPermit.multipliedBy(burst);
    this.clock = clock;
  }

  /**
   * Takes one permit, if there is one.
   *
   * @return how long until there is one; empty where it was taken
   */
  Optional<Duration> take(String name) {
    var now = clock.instant();
    var delay = new AtomicReference<Duration>();
    fullAt.compute(
        name,
        (key, before) -> {
          var after = (before == null || before.isBefore(now) ? now : before).plus(perPermit);
          var missing = Duration.between(now.plus(whole), after);
          if (missing.isNegative() || missing.isZero()) {
            return after;
          }
          delay.set(missing);
          return before;
        });
    return Optional.ofNullable(delay.get());
  }

  /** What is full is forgotten, so that only those who ask now take memory. */
  void forgetFull() {
    var now = clock.instant();
    fullAt.values().removeIf(moment -> !moment.isAfter(now));
  }

  int remembered() {
    return fullAt.size();
  }
}
