package dev.slipway.reconcile;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a comparison finds, written down as it goes along. Each call is one transaction. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class DriftRecorder {
  /**
   * Of each kind; what goes beyond is counted. A catalogue that is rebuilt would be told in full.
   */
  static final int MAX_RECORDED_PER_KIND = 1000;

  private final ReconcileConfig config;
  private final EntityManager entities;
  private final Clock clock;

  DriftRecorder(ReconcileConfig config, EntityManager entities, Clock clock) {
    this.config = config;
    this.entities = entities;
    this.clock = clock;
  }

  /**
   * Everything up to a key has been compared.
   *
   * @param examined differences; those that are still to be looked at too
   */
  void recordProgress(Lease lease, String position, Counts tally, Collection<Resolution> examined) {
    var row = ReconciliationQueue.requireLeased(lease);
    examined.stream()
        .filter(Resolution::isDrift)
        .collect(Collectors.groupingBy(one -> one.difference().kind()))
        .forEach((kind, all) -> persist(lease, row, kind, all));
    row.add(tally);
    row.position = position;
    row.problem = null;
    row.leaseUntil = clock.instant().plus(config.lease());
  }

  /** The whole bucket has been compared. */
  Reconciliation markCompared(Lease lease) {
    var row = ReconciliationQueue.requireLeased(lease);
    row.compared = true;
    return row;
  }

  /** The next of those that are to be looked at. */
  List<Drift> findPending(Lease lease, int limit) {
    return Drift.<Drift>find("reconciliationId = ?1 and outcome = PENDING order by id", lease.id())
        .page(0, limit)
        .list();
  }

  /** What became of some of those. */
  void recordResolutions(Lease lease, Map<Long, Resolution> examined) {
    var row = ReconciliationQueue.requireLeased(lease);
    var drifts =
        Drift.<Drift>list("id in ?1", examined.keySet()).stream()
            .collect(Collectors.toMap(drift -> drift.id, Function.identity()));
    examined.forEach((id, one) -> drifts.get(id).resolve(one));
    var tally = Counts.of(0, 0, examined.values());
    // They were counted as gone before they were looked at.
    row.gone -= tally.agreed();
    row.agreed += tally.agreed();
    row.repaired += tally.repaired();
    row.leaseUntil = clock.instant().plus(config.lease());
  }

  /** Some of those that were to be looked at are kept as they are. */
  void markPendingReported(Lease lease) {
    ReconciliationQueue.requireLeased(lease);
    var kept = findPending(lease, MAX_RECORDED_PER_KIND).stream().map(drift -> drift.id).toList();
    if (!kept.isEmpty()) {
      Drift.update("outcome = REPORTED where id in ?1", kept);
    }
  }

  /**
   * Forgets a batch of the others.
   *
   * @return whether there may be more
   */
  boolean deletePending(Lease lease) {
    ReconciliationQueue.requireLeased(lease);
    return deleteBatch("reconciliation_id = ?1 and outcome = 'PENDING'", lease.id())
        == MAX_RECORDED_PER_KIND;
  }

  /**
   * Forgets a batch of what has been kept for long enough, but not the newest comparison, from
   * which the schedule counts.
   *
   * @return whether there may be more
   */
  boolean deleteExpired(Duration kept) {
    var before = clock.instant().minus(kept);
    var over = "reconciliation_id in (select id from reconciliation where ended_at < ?1)";
    if (deleteBatch(over, before) == MAX_RECORDED_PER_KIND) {
      return true;
    }
    Reconciliation.delete(
        "endedAt < ?1 and id < (select max(newest.id) from Reconciliation newest"
            + " where newest.mode = REPAIR)",
        before);
    return false;
  }

  private int deleteBatch(String condition, Object parameter) {
    return entities
        .createNativeQuery(
            "delete from drift where id in (select id from drift where "
                + condition
                + " limit "
                + MAX_RECORDED_PER_KIND
                + ")")
        .setParameter(1, parameter)
        .executeUpdate();
  }

  private void persist(Lease lease, Reconciliation row, DriftKind kind, List<Resolution> examined) {
    // Those that are gone are all needed: they are looked at in the end.
    var all = kind == DriftKind.GONE && lease.recordsAllGone();
    var room = all ? Long.MAX_VALUE : MAX_RECORDED_PER_KIND - row.found().of(kind);
    examined.stream()
        .limit(Math.max(0, room))
        .forEach(one -> Drift.of(row.id, one, clock.instant()).persist());
  }
}
