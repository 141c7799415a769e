package dev.slipway.account.quota;

import dev.slipway.account.Account;
import dev.slipway.account.QuotaLimits;
import dev.slipway.account.quota.AccountQuotas.EffectiveLimits;
import dev.slipway.account.quota.QuotaMetrics.Limit;
import dev.slipway.web.ByteSize;
import dev.slipway.web.Formats;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Enforces how much each creator may store. Every upload has one reservation row from its opening
 * until its bytes are deleted, and usage is the sum of these rows. There is no counter that could
 * drift. All changes join the transaction of the upload or video that they belong to.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Quotas {
  private final AccountQuotas accountQuotas;
  private final OpenUploadCounts openUploads;
  private final EntityManager entities;
  private final QuotaMetrics metrics;
  private final Clock clock;

  Quotas(
      AccountQuotas accountQuotas,
      OpenUploadCounts openUploads,
      EntityManager entities,
      QuotaMetrics metrics,
      Clock clock) {
    this.accountQuotas = accountQuotas;
    this.openUploads = openUploads;
    this.entities = entities;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Reserves bytes for uploads that the transaction has inserted, and requires that the owner may
   * upload and that the quota allows all of them. Locks the account until the transaction ends, so
   * that concurrent requests can't both reserve the last of the quota, and none opens an upload of
   * an account that is being removed.
   *
   * <p>It should come last in the transaction: the next opening of the account waits from here
   * until the commit.
   *
   * @param uploads their bytes, by id
   * @throws ProblemException {@code quota-exceeded}; {@code forbidden} if the account was disabled
   *     or removed since the request began
   */
  public void reserveWithinLimits(String owner, Map<String, Long> uploads) {
    uploads.forEach((uploadId, bytes) -> reserve(owner, uploadId, bytes));
    entities.flush();
    var opening = accountQuotas.lockForOpening(owner, uploads.size());
    var limits = opening.limits();
    var usage = isLimited(limits) ? usageOf(owner) : QuotaUsage.NONE;
    if (opening.allowsOpenUploads() && limits.allow(usage)) {
      return;
    }
    if (uploads.size() > 1) {
      // Not a refusal of any of them: each may be allowed alone.
      throw new ProblemException(
          ErrorCode.QUOTA_EXCEEDED, "Your quota doesn't allow all of these uploads.");
    }
    requireOpenUploadAllowed(limits, opening.allowsOpenUploads());
    var bytes = uploads.values().iterator().next();
    requireWithinLimits(usage.without(bytes), limits, bytes);
  }

  /**
   * Requires that the quota allows an upload that will be opened later, if at all.
   *
   * @throws ProblemException as {@link #reserveWithinLimits}
   */
  public void requireRoomFor(String owner, long bytes) {
    var limits = accountQuotas.lock(owner);
    requireOpenUploadAllowed(limits, accountQuotas.allowsOneMore(owner, limits));
    if (isLimited(limits)) {
      requireWithinLimits(usageOf(owner), limits, bytes);
    }
  }

  /**
   * Requires that the owner's quota allows an upload to grow to this size. Locks the account until
   * the transaction ends.
   *
   * @throws ProblemException {@code quota-exceeded}; {@code forbidden} if the account was disabled
   *     or removed since the request began
   */
  public void requireRoomToGrow(String owner, String uploadId, long bytes) {
    var limits = accountQuotas.lock(owner);
    if (limits.bytes().isPresent()) {
      Reservation reservation = Reservation.findById(uploadId);
      var reserved = reservation == null ? 0 : reservation.bytes;
      requireWithinBytes(
          usageOf(owner).bytes() - reserved, limits, bytes, "The file has at least %s");
    }
  }

  /** Reserves bytes for an upload, whose row must exist, whether the quota allows it or not. */
  void reserve(String owner, String uploadId, long bytes) {
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

  /** Returns what each of the owners has stored and reserved; one without anything is left out. */
  @Transactional(Transactional.TxType.REQUIRED)
  public Map<String, QuotaUsage> usageOf(Collection<String> owners) {
    return owners.isEmpty()
        ? Map.of()
        : entities
            .createQuery(
                "select r.owner, sum(r.bytes), count(r) from Reservation r where r.owner in :owners"
                    + " group by r.owner",
                Object[].class)
            .setParameter("owners", owners)
            .getResultStream()
            .collect(
                Collectors.toMap(
                    row -> (String) row[0], row -> new QuotaUsage((Long) row[1], (Long) row[2])));
  }

  /**
   * The limits of accounts for which administrators have set none; null for no limit.
   *
   * @param bytes of all objects of an account
   */
  public record Defaults(Long bytes, Long videos, Long openUploads) {}

  /** Returns what the settings say. */
  @Transactional(Transactional.TxType.SUPPORTS)
  public Defaults defaults() {
    var limits = accountQuotas.of(QuotaLimits.DEFAULT);
    return new Defaults(boxed(limits.bytes()), boxed(limits.videos()), boxed(limits.openUploads()));
  }

  /** Returns the owner's limits and usage. */
  @Transactional(Transactional.TxType.REQUIRED)
  public QuotaView viewOf(String owner) {
    var set =
        Account.<Account>findByIdOptional(owner)
            .map(Account::quotaLimits)
            .orElse(QuotaLimits.DEFAULT);
    return view(
        accountQuotas.of(set),
        usageOf(owner),
        openUploads.countOpen(List.of(owner)).getOrDefault(owner, 0L));
  }

  /** Returns limits and usage of each of the accounts, with one query for each kind of usage. */
  @Transactional(Transactional.TxType.REQUIRED)
  public Map<String, QuotaView> viewOf(List<Account> accounts) {
    var names = accounts.stream().map(account -> account.name).toList();
    var usages = usageOf(names);
    var open = openUploads.countOpen(names);
    return accounts.stream()
        .collect(
            Collectors.toMap(
                account -> account.name,
                account ->
                    view(
                        accountQuotas.of(account.quotaLimits()),
                        usages.getOrDefault(account.name, QuotaUsage.NONE),
                        open.getOrDefault(account.name, 0L))));
  }

  /** Gives the bytes of stored and open uploads to another account, even beyond its quota. */
  public void move(Collection<String> uploadIds, String newOwner) {
    if (!uploadIds.isEmpty()) {
      Reservation.update("owner = ?1 where uploadId in ?2", newOwner, uploadIds);
    }
  }

  private static QuotaView view(EffectiveLimits limits, QuotaUsage usage, long open) {
    return new QuotaView(
        boxed(limits.bytes()),
        boxed(limits.videos()),
        boxed(limits.openUploads()),
        usage.bytes(),
        usage.videos(),
        open);
  }

  private static Long boxed(OptionalLong limit) {
    return limit.isPresent() ? limit.getAsLong() : null;
  }

  private void requireOpenUploadAllowed(EffectiveLimits limits, boolean allowsOpenUploads) {
    if (!allowsOpenUploads) {
      var max = limits.openUploads().getAsLong();
      metrics.recordRefusal(Limit.OPEN_UPLOADS);
      throw new ProblemException(
          ErrorCode.QUOTA_EXCEEDED,
          "You have %d of %d unfinished uploads. Finish or discard one first.".formatted(max, max));
    }
  }

  private static boolean isLimited(EffectiveLimits limits) {
    return limits.bytes().isPresent() || limits.videos().isPresent();
  }

  private void requireWithinLimits(QuotaUsage usage, EffectiveLimits limits, long bytes) {
    if (limits.videos().isPresent() && usage.videos() >= limits.videos().getAsLong()) {
      metrics.recordRefusal(Limit.VIDEOS);
      throw new ProblemException(
          ErrorCode.QUOTA_EXCEEDED,
          ("You have %d of %d videos, unfinished uploads and the trash included. Delete a video"
                  + " permanently, or empty the trash.")
              .formatted(usage.videos(), limits.videos().getAsLong()));
    }
    requireWithinBytes(usage.bytes(), limits, bytes, "The file is %s");
  }

  private void requireWithinBytes(long used, EffectiveLimits limits, long bytes, String file) {
    if (limits.bytes().isEmpty() || used + bytes <= limits.bytes().getAsLong()) {
      return;
    }
    metrics.recordRefusal(Limit.BYTES);
    if (bytes > limits.bytes().getAsLong()) {
      throw new ProblemException(
          ErrorCode.QUOTA_EXCEEDED,
          (file + ", more than your whole quota of %s. Ask an administrator for more.")
              .formatted(
                  Formats.exactBytes(bytes), ByteSize.limitText(limits.bytes().getAsLong())));
    }
    throw new ProblemException(
        ErrorCode.QUOTA_EXCEEDED,
        (file
                + ", and %s of your %s are used, the trash included. Delete a video"
                + " permanently, empty the trash or discard an unfinished upload.")
            .formatted(
                Formats.humanBytes(bytes),
                Formats.humanBytes(used),
                ByteSize.limitText(limits.bytes().getAsLong())));
  }
}
