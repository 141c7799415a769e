package dev.slipway.reconcile;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.time.Instant;

/** One comparison of the bucket with the catalogue, from its request to its result. */
@Entity
class Reconciliation extends PanacheEntityBase {
  /** Why a reconciliation runs. */
  enum Cause {
    /** The application started and may have missed notifications while it was down. */
    START,
    SCHEDULE,
    /** Notifications arrive again after an interruption, during which some were lost. */
    RECONNECT,
    /** An administrator asked for it. */
    DEMAND
  }

  /** The lifecycle of a reconciliation. */
  enum State {
    WAITING,
    /** In progress, or interrupted until the store or the database is available again. */
    RUNNING,
    DONE,
    /** Finished, except that too many objects are missing to mark their videos without approval. */
    HELD
  }

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  @Enumerated(EnumType.STRING)
  Cause cause;

  String askedBy;
  Instant askedAt;

  @Enumerated(EnumType.STRING)
  ReconciliationRequest.Mode mode;

  /** Whether the store is asked for every object; a listing does not contain checksums. */
  boolean deep;

  /** How many videos an administrator has approved to mark as missing. */
  long goneAllowed;

  @Enumerated(EnumType.STRING)
  State state;

  Instant startedAt;
  Instant endedAt;

  /** The random id of the current lease; each claim writes a new one. */
  String holder;

  Instant leaseUntil;

  /** The last key that has been compared. */
  String position;

  /** Whether all keys have been compared. */
  boolean compared;

  long objects;
  long agreed;
  long missed;
  long orphan;
  long gone;
  long changed;
  long unwanted;
  long repaired;

  /** Why it is interrupted or held; of a finished report, why a repair would be held. */
  String problem;

  protected Reconciliation() {}

  Reconciliation(Cause cause, String askedBy, Instant askedAt, ReconciliationRequest request) {
    this.cause = cause;
    this.askedBy = askedBy;
    this.askedAt = askedAt;
    this.mode = request.mode();
    this.deep = request.deep();
    this.goneAllowed = request.goneAllowed();
    this.state = State.WAITING;
  }

  /**
   * Returns the row, locked until the transaction ends.
   *
   * @throws Lease.RunStoppedException if another worker has claimed it
   */
  static Reconciliation requireLeased(Lease lease) {
    Reconciliation row = findById(lease.id(), LockModeType.PESSIMISTIC_WRITE);
    if (row == null || !lease.holder().equals(row.holder)) {
      throw new Lease.RunStoppedException();
    }
    return row;
  }

  /** Starts or resumes the reconciliation under a new lease. */
  void start(String newHolder, Instant at, Instant leasedUntil) {
    state = State.RUNNING;
    startedAt = startedAt == null ? at : startedAt;
    holder = newHolder;
    leaseUntil = leasedUntil;
  }

  void renewLease(Instant leasedUntil) {
    leaseUntil = leasedUntil;
  }

  /** Interrupts the reconciliation; any replica may resume it after that time. */
  void postpone(String reason, Instant until) {
    problem = reason;
    leaseUntil = until;
  }

  /** Adds the counts of a batch and saves the key from which a later run resumes. */
  void recordProgress(String lastKey, BatchCounts counts, Instant leasedUntil) {
    objects += counts.objects();
    agreed += counts.agreed();
    missed += counts.found(DriftKind.MISSED);
    orphan += counts.found(DriftKind.ORPHAN);
    gone += counts.found(DriftKind.GONE);
    changed += counts.found(DriftKind.CHANGED);
    unwanted += counts.found(DriftKind.UNWANTED);
    repaired += counts.repaired();
    position = lastKey;
    problem = null;
    leaseUntil = leasedUntil;
  }

  void markCompared() {
    compared = true;
  }

  /** Corrects the counts after pending drift was resolved: it was counted as gone when found. */
  void recordResolutions(BatchCounts counts, Instant leasedUntil) {
    gone -= counts.agreed();
    agreed += counts.agreed();
    repaired += counts.repaired();
    leaseUntil = leasedUntil;
  }

  void end(State outcome, String reason, Instant at) {
    state = outcome;
    problem = reason;
    endedAt = at;
    holder = null;
    leaseUntil = null;
  }

  ReconciliationView.DriftCounts found() {
    return new ReconciliationView.DriftCounts(missed, orphan, gone, changed, unwanted);
  }
}
