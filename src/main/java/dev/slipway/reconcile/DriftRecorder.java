package dev.slipway.reconcile;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Records the progress of a reconciliation and the drift that it finds. Each method is one
 * transaction.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class DriftRecorder {
  /**
   * Further differences of a kind are only counted. Otherwise rebuilding a catalogue would record
   * every object. {@link DriftKind#GONE} has no limit if {@link Lease#recordsAllGone}.
   */
  static final int MAX_RECORDED_PER_KIND = 1000;

  private static final int DELETE_BATCH_SIZE = 1000;

  private final ReconcileConfig config;
  private final EntityManager entities;
  private final Clock clock;

  DriftRecorder(ReconcileConfig config, EntityManager entities, Clock clock) {
    this.config = config;
    this.entities = entities;
    this.clock = clock;
  }

  /**
   * Records that all keys up to this one have been compared.
   *
   * @param resolutions the differences among them, including pending ones
   */
  void recordProgress(
      Lease lease, String lastKey, BatchCounts counts, Collection<Resolution> resolutions) {
    var reconciliation = Reconciliation.requireLeased(lease);
    resolutions.stream()
        .filter(Resolution::stillExisted)
        .collect(Collectors.groupingBy(resolution -> resolution.difference().kind()))
        .forEach((kind, found) -> persist(lease, reconciliation, kind, found));
    reconciliation.recordProgress(lastKey, counts, leaseEnd());
  }

  /** Records that all keys have been compared, and returns the totals. */
  Reconciliation markCompared(Lease lease) {
    var reconciliation = Reconciliation.requireLeased(lease);
    reconciliation.markCompared();
    return reconciliation;
  }

  /** Returns the oldest drift that is still to be resolved. */
  List<Drift> findPending(Lease lease, int limit) {
    return Drift.<Drift>find("reconciliationId = ?1 and outcome = PENDING order by id", lease.id())
        .page(0, limit)
        .list();
  }

  /**
   * Records the results of pending drift.
   *
   * @param resolutions by the id of the drift
   */
  void recordResolutions(Lease lease, Map<Long, Resolution> resolutions) {
    var reconciliation = Reconciliation.requireLeased(lease);
    var driftById =
        Drift.<Drift>list("id in ?1", resolutions.keySet()).stream()
            .collect(Collectors.toMap(drift -> drift.id, Function.identity()));
    resolutions.forEach((id, resolution) -> driftById.get(id).resolve(resolution));
    reconciliation.recordResolutions(BatchCounts.of(0, 0, resolutions.values()), leaseEnd());
  }

  /** Marks the first pending differences as reported only. */
  void markPendingReported(Lease lease) {
    Reconciliation.requireLeased(lease);
    var reported =
        findPending(lease, MAX_RECORDED_PER_KIND).stream().map(drift -> drift.id).toList();
    if (!reported.isEmpty()) {
      Drift.update("outcome = REPORTED where id in ?1", reported);
    }
  }

  /**
   * Deletes a batch of pending drift.
   *
   * @return whether there may be more
   */
  boolean deletePending(Lease lease) {
    Reconciliation.requireLeased(lease);
    return deleteBatch("reconciliation_id = ?1 and outcome = 'PENDING'", lease.id())
        == DELETE_BATCH_SIZE;
  }

  /**
   * Deletes a batch of drift older than the retention, and then its reconciliations. The newest
   * repair stays, because the schedule counts from it.
   *
   * @return whether there may be more
   */
  boolean deleteExpired(Duration retention) {
    var before = clock.instant().minus(retention);
    var expired = "reconciliation_id in (select id from reconciliation where ended_at < ?1)";
    if (deleteBatch(expired, before) == DELETE_BATCH_SIZE) {
      return true;
    }
    Reconciliation.delete(
        "endedAt < ?1 and id < (select max(newest.id) from Reconciliation newest"
            + " where newest.mode = REPAIR)",
        before);
    return false;
  }

  private void persist(
      Lease lease, Reconciliation reconciliation, DriftKind kind, List<Resolution> resolutions) {
    var unlimited = kind == DriftKind.GONE && lease.recordsAllGone();
    var limit =
        unlimited ? Long.MAX_VALUE : MAX_RECORDED_PER_KIND - reconciliation.found().of(kind);
    resolutions.stream()
        .limit(Math.max(0, limit))
        .forEach(resolution -> Drift.of(reconciliation.id, resolution, clock.instant()).persist());
  }

  private int deleteBatch(String condition, Object parameter) {
    return entities
        .createNativeQuery(
            "delete from drift where id in (select id from drift where "
                + condition
                + " limit "
                + DELETE_BATCH_SIZE
                + ")")
        .setParameter(1, parameter)
        .executeUpdate();
  }

  private Instant leaseEnd() {
    return clock.instant().plus(config.lease());
  }
}
