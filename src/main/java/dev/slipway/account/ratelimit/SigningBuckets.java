package dev.slipway.account.ratelimit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;

/**
 * The buckets of permits that all replicas share. The only state of one is the time at which it is
 * full again, as in {@link dev.slipway.web.ratelimit.RateLimiter}.
 */
@ApplicationScoped
class SigningBuckets {
  /** Takes the permits only if all of them are there. */
  private static final String TAKE =
      """
      insert into signing_bucket as bucket (network, full_at) values (:network, :after)
      on conflict (network) do update
        set full_at = greatest(bucket.full_at, cast(:now as timestamptz)) + (cast(:after as timestamptz) - cast(:now as timestamptz))
        where greatest(bucket.full_at, cast(:now as timestamptz)) + (cast(:after as timestamptz) - cast(:now as timestamptz)) <= :full
      """;

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
  boolean take(String network, Duration refill, Duration capacity, Instant now) {
    return database
            .createNativeQuery(TAKE)
            .setParameter("network", network)
            .setParameter("after", now.plus(refill))
            .setParameter("now", now)
            .setParameter("full", now.plus(capacity))
            .executeUpdate()
        > 0;
  }

  /** Deletes buckets that are full, which is the same as having none. */
  @Transactional
  void deleteFull(Instant now) {
    database
        .createNativeQuery("delete from signing_bucket where full_at <= :now")
        .setParameter("now", now)
        .executeUpdate();
  }
}
