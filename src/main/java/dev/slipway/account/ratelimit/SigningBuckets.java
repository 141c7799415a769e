package dev.slipway.account.ratelimit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;

/**
 * The buckets of permits that all replicas share. The only state of one is the time at which it is
 * full again, as in {@link dev.slipway.web.ratelimit.RateLimiter}.
 */
@ApplicationScoped
class SigningBuckets {
  /** Takes the permits only if all of them are there. By the database's clock, as all replicas. */
  private static final String TAKE =
      """
      insert into signing_bucket as bucket (network, full_at)
      values (:network, now() + make_interval(secs => cast(:refill as double precision)))
      on conflict (network) do update
        set full_at = greatest(bucket.full_at, now())
          + make_interval(secs => cast(:refill as double precision))
        where greatest(bucket.full_at, now())
          + make_interval(secs => cast(:refill as double precision))
          <= now() + make_interval(secs => cast(:capacity as double precision))
      """;

  private static final double NANOS_PER_SECOND = 1e9;

  private final EntityManager database;

  SigningBuckets(EntityManager database) {
    this.database = database;
  }

  /**
   * Takes permits out of the bucket of a network, in one round trip.
   *
   * @param refill how long the bucket takes to get these permits back
   * @param capacity how long it takes to fill when it is empty
   * @return false if it has fewer; then it keeps them
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean take(String network, Duration refill, Duration capacity) {
    return database
            .createNativeQuery(TAKE)
            .setParameter("network", network)
            .setParameter("refill", seconds(refill))
            .setParameter("capacity", seconds(capacity))
            .executeUpdate()
        > 0;
  }

  /** Deletes buckets that are full, which is the same as having none. */
  @Transactional
  void deleteFull() {
    database.createNativeQuery("delete from signing_bucket where full_at <= now()").executeUpdate();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS_PER_SECOND;
  }
}
