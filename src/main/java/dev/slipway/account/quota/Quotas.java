package dev.slipway.account.quota;

import dev.slipway.account.Account;
import dev.slipway.account.quota.QuotaMetrics.Limit;
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
 * Enforces how much each creator may store. Every upload has one reservation row from its opening
 * until its bytes are deleted, and usage is the sum of these rows. There is no counter that could
 * drift. All changes join the transaction of the upload or video that they belong to.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Quotas {
  private final QuotaConfig limits;
  private final EntityManager entities;
  private final QuotaMetrics metrics;
  private final Clock clock;

  Quotas(QuotaConfig limits, EntityManager entities, QuotaMetrics metrics, Clock clock) {
    this.limits = limits;
    this.entities = entities;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Requires that the owner's quota allows one more upload of this size. Locks the account until
   * the transaction ends, so that concurrent requests can't both reserve the last of the quota.
   *
   * @throws ProblemException {@code quota-exceeded}
   */
  public void requireAvailable(String owner, long bytes) {
    if (limits.bytes().isPresent() || limits.videos().isPresent()) {
      entities.find(Account.class, owner, LockModeType.PESSIMISTIC_WRITE);
      requireWithinLimits(usageOf(owner), bytes);
    }
  }

  /**
   * Requires that the owner's quota allows an upload to grow to this size. Locks the account until
   * the transaction ends.
   *
   * @throws ProblemException {@code quota-exceeded}
   */
  public void requireAvailableToGrow(String owner, String uploadId, long bytes) {
    if (limits.bytes().isPresent()) {
      entities.find(Account.class, owner, LockModeType.PESSIMISTIC_WRITE);
      Reservation reservation = Reservation.findById(uploadId);
      var reserved = reservation == null ? 0 : reservation.bytes;
      requireWithinBytes(usageOf(owner).bytes() - reserved, bytes, "The file has at least %s");
    }
  }

  /** Reserves bytes for an upload, whose row must exist. */
  public void reserve(String owner, String uploadId, long bytes) {
    new Reservation(uploadId, owner, bytes, clock.instant()).persist();
  }

  /**
   * Counts the actual size of a stored object from now on. Creates the reservation if there is
   * none: bytes that arrive after the upload's reservation was released count as well.
   */
  public void adjust(String uploadId, String owner, long bytes) {
    Reservation reservation = Reservation.findById(uploadId);
    if (reservation == null) {
      reserve(owner, uploadId, bytes);
      return;
    }
    reservation.bytes = bytes;
  }

  /** Ends a reservation, because the bytes won't arrive or have been deleted. */
  public void release(String uploadId) {
    Reservation.deleteById(uploadId);
  }

  /** Returns what the owner has stored and reserved. */
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

  /** Returns the owner's limits and usage. */
  @Transactional(Transactional.TxType.REQUIRED)
  public QuotaView viewOf(String owner) {
    var usage = usageOf(owner);
    return new QuotaView(
        limits.bytes().map(MemorySize::asLongValue).orElse(null),
        limits.videos().isPresent() ? limits.videos().getAsLong() : null,
        usage.bytes(),
        usage.videos());
  }

  private void requireWithinLimits(QuotaUsage usage, long bytes) {
    if (limits.videos().isPresent() && usage.videos() >= limits.videos().getAsLong()) {
      metrics.recordRefusal(Limit.VIDEOS);
      throw new ProblemException(
          ErrorCode.QUOTA_EXCEEDED,
          ("You have %d of %d videos, unfinished uploads and the trash included. Delete a video"
                  + " permanently, or empty the trash.")
              .formatted(usage.videos(), limits.videos().getAsLong()));
    }
    requireWithinBytes(usage.bytes(), bytes, "The file is %s");
  }

  private void requireWithinBytes(long used, long bytes, String file) {
    var limit = limits.bytes().map(MemorySize::asLongValue);
    if (limit.isPresent() && used + bytes > limit.get()) {
      metrics.recordRefusal(Limit.BYTES);
      throw new ProblemException(
          ErrorCode.QUOTA_EXCEEDED,
          (file
                  + ", and %s of your %s are used, the trash included. Delete a video"
                  + " permanently, empty the trash or cancel an unfinished upload.")
              .formatted(
                  Formats.humanBytes(bytes),
                  Formats.humanBytes(used),
                  Formats.humanBytes(limit.get())));
    }
  }
}
