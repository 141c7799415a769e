package dev.slipway.ingest.inbox;

import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.storage.StoreConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a worker has a claimed notification to itself, see {@link NotificationsConfig#lease}.
 */
@Singleton
class ClaimLease {
  private static final int STORE_TIMEOUTS = 3;
  private static final Duration MIN_DURATION = Duration.ofSeconds(1);

  private final Duration duration;

  ClaimLease(NotificationsConfig config, StoreConfig store) {
    this.duration = config.lease().orElse(store.timeout().multipliedBy(STORE_TIMEOUTS));
    if (duration.compareTo(MIN_DURATION) < 0) {
      throw new IllegalArgumentException("SLIPWAY_NOTIFICATIONS_LEASE must be 1S or more.");
    }
  }

  Duration duration() {
    return duration;
  }

  Instant endAfter(Instant start) {
    return start.plus(duration);
  }

  /** Whether enough time remains to process one object: two thirds of the lease. */
  boolean isEnough(Instant now, Instant leaseEnd) {
    return now.isBefore(leaseEnd.minus(duration.multipliedBy(2).dividedBy(STORE_TIMEOUTS)));
  }
}
