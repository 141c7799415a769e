package dev.slipway.account.ratelimit;

import dev.slipway.web.problem.DatabaseUnavailable;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.ratelimit.RateLimiter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits the requests of each network over all replicas. A replica takes a batch of permits out of
 * the bucket that they share, so only one request in a batch needs the database, and so does one
 * refusal a second. Permits that a replica doesn't use are lost, fewer than are refilled meanwhile.
 *
 * <p>While the database is unavailable, one request a second asks it; the others fail at once, so
 * that they don't all wait for a connection.
 */
final class NetworkRateLimiter {
  private static final int MAX_BATCH = 50;

  /** A batch is a small part of the burst, so that the last one doesn't refuse many. */
  private static final int BATCHES_IN_BURST = 40;

  /** Networks beyond these share one batch; about 15 MB. */
  private static final int MAX_NETWORKS = 100_000;

  private static final String OTHER_NETWORKS = "others";
  private static final Duration MAX_IDLE = Duration.ofMinutes(1);

  /** How long requests of a network wait for the one of them that asks the database. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  /** How long a failure of the database is remembered. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Map<String, Batch> batches = new ConcurrentHashMap<>();
  private final SigningBuckets buckets;
  private final int batchSize;
  private final Duration batchRefillTime;
  private final Duration bucketRefillTime;
  private final Clock clock;

  /** Until then, the database is not asked again. */
  private volatile Instant failedUntil = Instant.MIN;

  /**
   * @param burst permits of a full bucket
   * @param perSecond permits that are refilled each second
   * @throws IllegalArgumentException unless both are above zero
   */
  NetworkRateLimiter(SigningBuckets buckets, int burst, double perSecond, Clock clock) {
    var interval = RateLimiter.permitInterval(burst, perSecond);
    this.buckets = buckets;
    this.batchSize = Math.min(MAX_BATCH, Math.max(1, burst / BATCHES_IN_BURST));
    this.batchRefillTime = interval.multipliedBy(batchSize);
    this.bucketRefillTime = interval.multipliedBy(burst);
    this.clock = clock;
  }

  /**
   * Takes one permit of a network. May wait for the database.
   *
   * @return how long to wait if there is none; otherwise the permit was taken
   * @throws ProblemException {@code database-unavailable} if the database failed a moment ago
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
    buckets.deleteFull();
  }

  private boolean takeBatch(String network) {
    if (clock.instant().isBefore(failedUntil)) {
      throw new ProblemException(
          ErrorCode.DATABASE_UNAVAILABLE, "Try again in a few seconds.", PAUSE);
    }
    try {
      return buckets.take(network, batchRefillTime, bucketRefillTime);
    } catch (RuntimeException e) {
      if (DatabaseUnavailable.isCauseOf(e)) {
        failedUntil = clock.instant().plus(PAUSE);
      }
      throw e;
    }
  }

  /** The permits of one network that this replica has. */
  private final class Batch {
    private final String network;

    /** Held while the database is asked. What else uses the batch doesn't wait for it. */
    private final Lock refilling = new ReentrantLock();

    private int remaining;
    private Instant refusedUntil = Instant.MIN;
    private Instant usedAt = Instant.MIN;

    private Batch(String network) {
      this.network = network;
    }

    private Optional<Duration> tryAcquire() {
      return takeRemaining().orElseGet(this::refillOnce).delay();
    }

    /** Empty if only the database knows whether there is a permit. */
    private synchronized Optional<Decision> takeRemaining() {
      var now = clock.instant();
      usedAt = now;
      if (remaining > 0) {
        remaining--;
        return Optional.of(Decision.PERMIT);
      }
      return now.isBefore(refusedUntil)
          ? Optional.of(Decision.refused(Duration.between(now, refusedUntil)))
          : Optional.empty();
    }

    /** One request asks the database, and the others of the same network wait for its answer. */
    private Decision refillOnce() {
      if (!awaitTurn()) {
        return Decision.refused(MAX_WAIT);
      }
      try {
        return takeRemaining().orElseGet(this::refillBatch);
      } finally {
        refilling.unlock();
      }
    }

    private boolean awaitTurn() {
      try {
        return refilling.tryLock(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    private Decision refillBatch() {
      var isGranted = takeBatch(network);
      synchronized (this) {
        if (!isGranted) {
          // Until then, another batch is refilled.
          refusedUntil = clock.instant().plus(batchRefillTime);
          return Decision.refused(batchRefillTime);
        }
        remaining = batchSize - 1;
        return Decision.PERMIT;
      }
    }

    private synchronized boolean isIdle(Instant now) {
      return usedAt.plus(MAX_IDLE).isBefore(now);
    }
  }

  /**
   * @param delay how long to wait; empty if a permit was taken
   */
  private record Decision(Optional<Duration> delay) {
    private static final Decision PERMIT = new Decision(Optional.empty());

    private static Decision refused(Duration delay) {
      return new Decision(Optional.of(delay));
    }
  }
}
