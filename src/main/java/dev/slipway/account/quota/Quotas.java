package dev.slipway.account.quota;

import dev.slipway.account.Account;
import dev.slipway.account.AccountMetrics;
import dev.slipway.web.Formats;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;

/**
 * How much each creator may store. Every upload has one reservation row from its opening until its
 * bytes are gone, and the use is their sum: nothing to drift, and a test can add it up again. All
 * calls join the transaction of the change that they belong to.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Quotas {
  private final QuotaConfig limits;
  private final EntityManager entities;
  private final AccountMetrics metrics;
  private final Clock clock;

  Quotas(QuotaConfig limits, EntityManager entities, AccountMetrics metrics, Clock clock) {
    this.limits = limits;
    this.entities = entities;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Requests of one owner wait for each other here until they have reserved, so that two can't both
   * take the last of it.
   *
   * @throws ProblemException {@code quota-exceeded}
   */
  public void requireAvailable(String owner, long bytes) {
    if (limits.bytes().isPresent() || limits.videos().isPresent()) {
      entities.find(Account.class, owner, LockModeType.PESSIMISTIC_WRITE);
      requireWithinLimits(usageOf(owner), bytes);
    }
  }

  /** Reserves the room, for an upload that is recorded. */
  public void reserve(String owner, String uploadId, long bytes) {
    new Reservation(uploadId, owner, bytes, clock.instant()).persist();
  }

  /** The bytes arrived: from now on their true number counts. */
  public void adjust(String uploadId, String owner, long bytes) {
    Reservation reservation = Reservation.findById(uploadId);
    if (reservation == null) {
      new Reservation(uploadId, owner, bytes, clock.instant()).persist();
      return;
    }
    reservation.bytes = bytes;
  }

  /** The bytes won't come, or are gone. */
  public void release(String uploadId) {
    Reservation.deleteById(uploadId);
  }

  @Transactional(Transactional.TxType.REQUIRED)
  public QuotaUsage usageOf(String owner) {
    return entities
        .createQuery(
            "select new dev.slipway.account.quota.QuotaUsage(coalesce(sum(r.bytes), 0), count(r))"
                + " from Reservation r where r.owner = :owner",
            QuotaUsage.class)
        .setParameter("owner", owner)
        .getSingleResult();
  }

  private void requireWithinLimits(QuotaUsage used, long bytes) {
    if (limits.videos().isPresent() && used.videos() >= limits.videos().getAsLong()) {
      metrics.recordQuotaRefusal(AccountMetrics.Quota.VIDEOS);
      throw new ProblemException(
          ErrorCode.QUOTA_EXCEEDED,
          "You have %d of %d videos, unfinished uploads included. Delete one first."
              .formatted(used.videos(), limits.videos().getAsLong()));
    }
    var limit = limits.bytes().map(MemorySize::asLongValue);
    if (limit.isPresent() && used.bytes() + bytes > limit.get()) {
      metrics.recordQuotaRefusal(AccountMetrics.Quota.BYTES);
      throw new ProblemException(
          ErrorCode.QUOTA_EXCEEDED,
          "The file has %s, and %s of your %s are used. Delete a video, or give up an unfinished upload, first."
              .formatted(
                  Formats.humanBytes(bytes),
                  Formats.humanBytes(used.bytes()),
                  Formats.humanBytes(limit.get())));
    }
  }
}
