package dev.slipway.web.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A token bucket for each key: a burst of permits, refilled at a steady rate. The only state of a
 * bucket is the time at which it is full again, so a full bucket need not be kept: requests evict
 * full buckets once a minute.
 *
 * <p>The number of buckets is bounded, because keys can be chosen by strangers. Beyond it, keys
 * that have no bucket yet share one.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm">GCRA</a>
 */
public final class RateLimiter {
  /** About 15 MB. */
  static final int MAX_BUCKETS = 100_000;

  /** No caller uses it as a key. */
  private static final String OVERFLOW_BUCKET = "\0";

  private static final double NANOS_PER_SECOND = 1e9;
  static final double ONE_PER_MINUTE = 1 / 60.0;

  /** Eviction reads every bucket, so it must not happen on each request. */
  private static final Duration EVICTION_INTERVAL = Duration.ofMinutes(1);

  /** The interval while there is no room for more buckets. */
  private static final Duration MIN_EVICTION_INTERVAL = Duration.ofSeconds(1);

  private final Map<String, Instant> fullAt = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> evictedAt = new AtomicReference<>(Instant.MIN);
  private final Duration permitInterval;
  private final Duration refillTime;
  private final int maxBuckets;
  private final Clock clock;

  /**
   * @param burst permits of a full bucket
   * @param perSecond permits that are refilled each second
   * @throws IllegalArgumentException unless both are above zero
   */
  public RateLimiter(int burst, double perSecond, Clock clock) {
    this(burst, perSecond, MAX_BUCKETS, clock);
  }

  /** For lines in the log and entries in the audit log: a burst of each key, then one a minute. */
  public static RateLimiter onePerMinute(int burst, Clock clock) {
    return new RateLimiter(burst, ONE_PER_MINUTE, clock);
  }

  RateLimiter(int burst, double perSecond, int maxBuckets, Clock clock) {
    this.permitInterval = permitInterval(burst, perSecond);
    this.refillTime = permitInterval.multipliedBy(burst);
    this.maxBuckets = maxBuckets;
    this.clock = clock;
  }

  /**
   * Returns the time in which one permit is refilled.
   *
   * @param burst permits of a full bucket
   * @param perSecond permits that are refilled each second
   * @throws IllegalArgumentException unless both are above zero
   */
  public static Duration permitInterval(int burst, double perSecond) {
    if (burst < 1 || !(perSecond > 0)) {
      throw new IllegalArgumentException("A rate limit and its burst must be above zero.");
    }
    return Duration.ofNanos((long) Math.ceil(NANOS_PER_SECOND / perSecond));
  }

  /**
   * Takes one permit from the bucket of this key.
   *
   * @return how long to wait if the bucket is empty; otherwise the permit was taken
   */
  public Optional<Duration> tryAcquire(String key) {
    return tryAcquire(key, 1);
  }

  /**
   * Takes several permits from the bucket of this key, all or none. A full bucket less one permit,
   * which the request itself may have taken, is enough for any number; then it takes longer to
   * refill.
   *
   * @return how long to wait if the bucket has too few; otherwise the permits were taken
   */
  public Optional<Duration> tryAcquire(String key, int permits) {
    var cost = permitInterval.multipliedBy(permits);
    var required = min(cost, max(permitInterval, refillTime.minus(permitInterval)));
    var now = clock.instant();
    var delay = new AtomicReference<Duration>();
    fullAt.compute(
        bucketOf(key, now),
        (same, previous) -> {
          var start = previous == null || previous.isBefore(now) ? now : previous;
          var missing = Duration.between(now.plus(refillTime), start.plus(required));
          if (missing.isNegative() || missing.isZero()) {
            return start.plus(cost);
          }
          delay.set(missing);
          return previous;
        });
    return Optional.ofNullable(delay.get());
  }

  /** Takes one permit of a limiter that has a single bucket; returns whether there was one. */
  public boolean tryAcquire() {
    return tryAcquire("").isEmpty();
  }

  int size() {
    return fullAt.size();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private String bucketOf(String key, Instant now) {
    if (isFull() && fullAt.containsKey(key)) {
      return key;
    }
    evictIfDue(now);
    return isFull() ? OVERFLOW_BUCKET : key;
  }

  /** Removes full buckets, so that only recent callers take memory. */
  private void evictIfDue(Instant now) {
    var last = evictedAt.get();
    var interval = isFull() ? MIN_EVICTION_INTERVAL : EVICTION_INTERVAL;
    if (!now.isBefore(last.plus(interval)) && evictedAt.compareAndSet(last, now)) {
      fullAt.values().removeIf(time -> !time.isAfter(now));
    }
  }

  private boolean isFull() {
    return fullAt.size() >= maxBuckets;
  }
}
