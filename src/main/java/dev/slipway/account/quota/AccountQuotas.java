package dev.slipway.account.quota;

import dev.slipway.account.Account;
import dev.slipway.account.QuotaLimit;
import dev.slipway.account.QuotaLimits;
import dev.slipway.account.ratelimit.RateLimitConfig;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.OptionalLong;

/**
 * The limits that apply to accounts. Locking an account keeps concurrent requests from using the
 * last of its quota together, and from opening an upload while the account is removed.
 *
 * <p>Counting the open uploads of an account is slow when there are thousands. So its row has an
 * upper bound: each opening raises it, and only when it exceeds the limit, the uploads are counted
 * and the bound is corrected. The end of an upload doesn't lower it, because it would have to wait
 * for the account's row.
 */
@ApplicationScoped
class AccountQuotas {
  private static final String ACTIVE_ACCOUNT =
      " where name = :name and disabled_at is null and removed_at is null";

  private static final String LOCK =
      "select quota_bytes, quota_videos, quota_open_uploads from account"
          + ACTIVE_ACCOUNT
          + " for no key update";

  private static final String LOCK_AND_RAISE =
      "update account set open_uploads_at_most = open_uploads_at_most + :opened"
          + ACTIVE_ACCOUNT
          + " returning quota_bytes, quota_videos, quota_open_uploads, open_uploads_at_most";

  private static final String CORRECT =
      "update account set open_uploads_at_most = :atMost where name = :name";

  /**
   * Each open upload occupies the store until it expires, so their number is finite; people and
   * programs have a few at a time.
   */
  private static final long OPEN_UPLOADS = 10_000;

  private final QuotaConfig config;
  private final OptionalLong maxOpenUploads;
  private final OpenUploadCounts openUploads;
  private final EntityManager entities;

  AccountQuotas(
      QuotaConfig config,
      RateLimitConfig rates,
      OpenUploadCounts openUploads,
      EntityManager entities) {
    this.config = config;
    // An account that may open more within a minute may have them open.
    var inAMinute = rates.signBurst() + Math.round(60 * rates.signPerSecond());
    this.maxOpenUploads =
        OptionalLong.of(config.openUploads().orElse(Math.max(OPEN_UPLOADS, inAMinute)));
    this.openUploads = openUploads;
    this.entities = entities;
  }

  /** The numbers that apply to an account; empty for no limit. */
  record EffectiveLimits(OptionalLong bytes, OptionalLong videos, OptionalLong openUploads) {
    /** Whether an owner may have stored and reserved this much. */
    boolean allow(QuotaUsage usage) {
      return usage.bytes() <= bytes.orElse(Long.MAX_VALUE)
          && usage.videos() <= videos.orElse(Long.MAX_VALUE);
    }
  }

  /**
   * @param allowsOpenUploads whether the limit of open uploads allows those that were inserted
   */
  record Opening(EffectiveLimits limits, boolean allowsOpenUploads) {}

  /** The limits of an account, of which an administrator may have set some. */
  EffectiveLimits of(QuotaLimits set) {
    var bytes = config.bytes().map(MemorySize::asLongValue);
    return new EffectiveLimits(
        set.bytes().effective(bytes.map(OptionalLong::of).orElse(OptionalLong.empty())),
        set.videos().effective(config.videos()),
        set.openUploads().effective(maxOpenUploads));
  }

  /**
   * Locks an account until the transaction ends.
   *
   * @throws ProblemException {@code forbidden} if the account was disabled or removed
   */
  EffectiveLimits lock(String owner) {
    return limits(requireRow(entities.createNativeQuery(LOCK), owner));
  }

  /**
   * Locks an account until the transaction ends, and counts more uploads, which the transaction has
   * inserted.
   *
   * @throws ProblemException {@code forbidden} if the account was disabled or removed
   */
  Opening lockForOpening(String owner, int opened) {
    var raising = entities.createNativeQuery(LOCK_AND_RAISE).setParameter("opened", opened);
    var row = requireRow(raising, owner);
    var limits = limits(row);
    var max = limits.openUploads();
    var atMost = (Long) row[3];
    var isWithinBound = max.isEmpty() || atMost != null && atMost <= max.getAsLong();
    return new Opening(limits, isWithinBound || correctBound(owner, max.getAsLong()));
  }

  /** Whether the limit of open uploads allows one more. Counts them. */
  boolean allowsOneMore(String owner, EffectiveLimits limits) {
    var max = limits.openUploads();
    return max.isEmpty() || openUploads.countOpen(owner, max.getAsLong()) < max.getAsLong();
  }

  /** Returns whether the limit allows the uploads that are open now. */
  private boolean correctBound(String owner, long max) {
    // One more than the limit, which can be the largest number.
    var open = openUploads.countOpen(owner, Math.min(max, Long.MAX_VALUE - 1) + 1);
    entities
        .createNativeQuery(CORRECT)
        .setParameter("atMost", open)
        .setParameter("name", owner)
        .executeUpdate();
    return open <= max;
  }

  private static Object[] requireRow(Query query, String owner) {
    var rows = query.setParameter("name", owner).getResultList();
    if (rows.isEmpty()) {
      throw Account.inactiveProblem();
    }
    return (Object[]) rows.get(0);
  }

  private EffectiveLimits limits(Object[] row) {
    return of(
        new QuotaLimits(
            new QuotaLimit((Long) row[0]),
            new QuotaLimit((Long) row[1]),
            new QuotaLimit((Long) row[2])));
  }
}
