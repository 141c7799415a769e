package dev.slipway.account.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits the requests of each network over all replicas. A replica takes a batch of permits out of
 * the bucket that they share, so only one request in a batch needs the database, and so does one
 * refusal a second. Permits that a replica doesn't use are lost, fewer than are refilled meanwhile.
 */
final class SharedRateLimiter {
  private static final int MAX_BATCH = 50;

  /** A batch is a small part of the burst, so that the last one doesn't refuse many. */
  private static final int BATCHES_IN_BURST = 40;

  /** Networks beyond these share one batch; about 15 MB. */
  private static final int MAX_NETWORKS = 100_000;

  private static final String OTHER_NETWORKS = "others";
  private static final Duration MAX_IDLE = Duration.ofMinutes(1);
  private static final double NANOS_PER_SECOND = 1e9;

  private final Map<String, Batch> batches = new ConcurrentHashMap<>();
  private final SigningBuckets buckets;
  private final int batchSize;
  private final Duration refill;
  private final Duration capacity;
  private final Clock clock;

  /**
   * @param burst permits of a full bucket
   * @param perSecond permits that are refilled each second
   * @throws IllegalArgumentException unless both are above zero
   */
  SharedRateLimiter(SigningBuckets buckets, int burst, double perSecond, Clock clock) {
    if (burst < 1 || !(perSecond > 0)) {
      throw new IllegalArgumentException("A rate limit and its burst must be above zero.");
    }
    var interval = Duration.ofNanos((long) Math.ceil(NANOS_PER_SECOND / perSecond));
    this.buckets = buckets;
    this.batchSize = Math.min(MAX_BATCH, Math.max(1, burst / BATCHES_IN_BURST));
    this.refill = interval.multipliedBy(batchSize);
    this.capacity = interval.multipliedBy(burst);
    this.clock = clock;
  }

  /**
   * Takes one permit of a network. May wait for the database.
   *
   * @return how long to wait if there is none; otherwise the permit was taken
   */
  Optional<Duration> tryAcquire(String network) {
    var isKnown = batches.size() < MAX_NETWORKS || batches.containsKey(network);
    var name = isKnown ? network : OTHER_NETWORKS;
    return batches.computeIfAbsent(name, Batch::new).tryAcquire();
  }

  /** Forgets what is no longer used, so that only recent callers take memory. */
  void evictIdle() {
    var now = clock.instant();
    batches.values().removeIf(batch -> batch.isIdle(now));
    buckets.deleteFull(now);
  }

  /** The permits of one network that this replica has. */
  private final class Batch {
    private final String network;
    private int remaining;
    private Instant refusedUntil = Instant.MIN;
    private Instant usedAt = Instant.MIN;

    private Batch(String network) {
      this.network = network;
    }

    /** Requests of the same network wait for each other while one asks the database. */
    synchronized Optional<Duration> tryAcquire() {
      var now = clock.instant();
      usedAt = now;
      if (remaining == 0 && now.isBefore(refusedUntil)) {
        return Optional.of(Duration.between(now, refusedUntil));
      }
      if (remaining == 0) {
        if (!buckets.take(network, refill, capacity, now)) {
          // Until then, another batch is refilled.
          refusedUntil = now.plus(refill);
          return Optional.of(refill);
        }
        remaining = batchSize;
      }
      remaining--;
      return Optional.empty();
    }

    private synchronized boolean isIdle(Instant now) {
      return usedAt.plus(MAX_IDLE).isBefore(now);
    }
  }
}
