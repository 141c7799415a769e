package dev.slipway.reconcile;

import dev.slipway.audit.AuditLog;
import dev.slipway.reconcile.Reconciliation.Cause;
import dev.slipway.storage.RandomId;
import dev.slipway.web.database.Locks;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The queue of reconciliations, shared by all replicas through the database. One reconciliation
 * runs at a time, under a lease; when the lease expires, another replica resumes it. Each method is
 * one transaction.
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

  /** Enqueues a reconciliation with default options, unless one is already waiting. */
  void enqueue(Cause cause) {
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

  /** Enqueues a reconciliation that an account asked for. */
  Reconciliation enqueue(ReconciliationRequest request, String account) {
    var reconciliation = new Reconciliation(Cause.DEMAND, account, clock.instant(), request);
    reconciliation.persistAndFlush();
    audit.record(account, "reconciliation.asked", reconciliation.id.toString(), request.format());
    return reconciliation;
  }

  /** Whether the next scheduled reconciliation is due. */
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

  /** Returns the newest finished reconciliation in repair mode. */
  Optional<ReconciliationView> findLatestFinishedRepair() {
    return latestFinishedRepair().map(ReconciliationView::of);
  }

  /** Claims the running reconciliation if its lease has expired, else the oldest waiting one. */
  Optional<Lease> claim() {
    // `findAndLock` skips a row that another replica has locked; the count still includes it, so no
    // second reconciliation starts.
    var running = findAndLock("state = RUNNING");
    if (Reconciliation.count("state = RUNNING") > 0) {
      return running
          .filter(row -> !row.leaseUntil.isAfter(clock.instant()))
          .map(this::startUnderLease);
    }
    return findAndLock("state = WAITING").map(this::startUnderLease);
  }

  /**
   * Extends the lease, so that no other replica claims the reconciliation.
   *
   * @throws Lease.RunStoppedException if another worker has claimed it
   */
  void renewLease(Lease lease) {
    Reconciliation.requireLeased(lease).renewLease(leaseEnd());
  }

  /** Interrupts the reconciliation; any replica resumes it after the delay. */
  void postpone(Lease lease, String reason, Duration delay) {
    Reconciliation.requireLeased(lease).postpone(reason, clock.instant().plus(delay));
  }

  void end(Lease lease, Reconciliation.State outcome, String reason) {
    Reconciliation.requireLeased(lease).end(outcome, reason, clock.instant());
  }

  private Optional<Reconciliation> findAndLock(String condition) {
    return Locks.skipLocked(Reconciliation.<Reconciliation>find(condition, Sort.ascending("id")))
        .<Reconciliation>firstResultOptional();
  }

  private Lease startUnderLease(Reconciliation row) {
    row.start(RandomId.random(random).value(), clock.instant(), leaseEnd());
    // If two replicas claim different rows at once, the unique index rejects the second here.
    row.flush();
    return Lease.of(row, findPreviousHoldReason().orElse(null));
  }

  private Instant leaseEnd() {
    return clock.instant().plus(config.lease());
  }

  /**
   * Returns why the previous reconciliation was held, if it was. Until an administrator approves,
   * the hold continues: objects that were catalogued meanwhile would lower the missing share.
   */
  private static Optional<String> findPreviousHoldReason() {
    return latestFinishedRepair()
        .filter(row -> row.state == Reconciliation.State.HELD)
        .map(row -> row.problem);
  }

  private static Optional<Reconciliation> latestFinishedRepair() {
    return Reconciliation.<Reconciliation>find(
            "mode = REPAIR and endedAt is not null", Sort.descending("id"))
        .firstResultOptional();
  }
}
