package dev.slipway.reconcile;

import dev.slipway.audit.AuditLog;
import dev.slipway.storage.RandomId;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.LockOptions;
import org.hibernate.jpa.SpecHints;

/**
 * Which comparison is next, and whose it is. One is under way at a time, over all replicas; one
 * whose worker has died is gone on with where it was. Each call is one transaction.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class ReconciliationQueue {
  private final ReconcileConfig config;
  private final EntityManager entities;
  private final AuditLog audit;
  private final SecureRandom random;
  private final Clock clock;

  ReconciliationQueue(
      ReconcileConfig config,
      EntityManager entities,
      AuditLog audit,
      SecureRandom random,
      Clock clock) {
    this.config = config;
    this.entities = entities;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
  }

  /** Asks for the usual one, unless such a one waits already. */
  void enqueue(ReconciliationCause cause) {
    entities
        .createNativeQuery(
            "insert into reconciliation"
                + " (cause, asked_by, asked_at, mode, deep, gone_allowed, state)"
                + " values (?1, ?2, ?3, 'REPAIR', false, 0, 'WAITING') on conflict do nothing")
        .setParameter(1, cause.name())
        .setParameter(2, AuditLog.SYSTEM)
        .setParameter(3, clock.instant())
        .executeUpdate();
  }

  /** Asks for one in somebody's name. */
  Reconciliation enqueue(ReconciliationRequest request, String account) {
    var asked = new Reconciliation(ReconciliationCause.DEMAND, account, clock.instant(), request);
    asked.persistAndFlush();
    audit.record(account, "reconciliation.asked", asked.id.toString(), request.describe());
    return asked;
  }

  /** Whether it is time for the one of the schedule. */
  boolean isDue() {
    if (config.every().isZero()) {
      return false;
    }
    var newest =
        Reconciliation.<Reconciliation>find(
                "mode = REPAIR and state <> WAITING", Sort.descending("id"))
            .<Reconciliation>firstResultOptional();
    return newest
        .map(last -> !last.startedAt.plus(config.every()).isAfter(clock.instant()))
        .orElse(true);
  }

  /** The newest of those that repair that is over; null where there is none. */
  ReconciliationView latestFinishedRepair() {
    return findLatestFinishedRepair().map(ReconciliationView::of).orElse(null);
  }

  /**
   * Why the one before was held, if it was: until somebody has agreed, what it has catalogued
   * meanwhile must not make the rest look fewer.
   */
  Optional<String> requireLeased() {
    return findLatestFinishedRepair()
        .filter(row -> row.state == ReconciliationState.HELD)
        .map(row -> row.problem);
  }

  private static Optional<Reconciliation> findLatestFinishedRepair() {
    return Reconciliation.<Reconciliation>find(
            "mode = REPAIR and endedAt is not null", Sort.descending("id"))
        .firstResultOptional();
  }

  /**
   * Takes the one that nobody goes on with, or the oldest that waits. Empty while one is at work.
   */
  Optional<Lease> claim() {
    var running = findAndLock("state = RUNNING");
    if (Reconciliation.count("state = RUNNING") > 0) {
      return running
          .filter(row -> !row.leaseUntil.isAfter(clock.instant()))
          .map(this::startUnderLease);
    }
    return findAndLock("state = WAITING").map(this::startUnderLease);
  }

  /**
   * A sign of life.
   *
   * @throws LeaseLostException where somebody else has taken over
   */
  void renewLease(Lease lease) {
    requireLeased(lease).leaseUntil = clock.instant().plus(config.lease());
  }

  /** It goes on later, here or elsewhere, from where it is. */
  void postpone(Lease lease, String reason, Duration delay) {
    var row = requireLeased(lease);
    row.problem = reason;
    row.leaseUntil = clock.instant().plus(delay);
  }

  void end(Lease lease, ReconciliationState outcome, String reason) {
    requireLeased(lease).end(outcome, reason, clock.instant());
  }

  private Optional<Reconciliation> findAndLock(String condition) {
    return Reconciliation.<Reconciliation>find(condition, Sort.ascending("id"))
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .withHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, LockOptions.SKIP_LOCKED)
        .<Reconciliation>firstResultOptional();
  }

  private Lease startUnderLease(Reconciliation row) {
    row.start(
        RandomId.random(random).value(), clock.instant(), clock.instant().plus(config.lease()));
    // The unique index lets one through: whoever comes second fails here.
    row.flush();
    return Lease.of(row, requireLeased().orElse(null));
  }

  /** The row, locked until the transaction ends. */
  static Reconciliation requireLeased(Lease lease) {
    Reconciliation row = Reconciliation.findById(lease.id(), LockModeType.PESSIMISTIC_WRITE);
    if (row == null || !lease.holder().equals(row.holder)) {
      throw new LeaseLostException();
    }
    return row;
  }
}
