package dev.slipway.reconcile;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;

/** One comparison of bucket and catalogue: asked for, under way, or over. */
@Entity
class Reconciliation extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  @Enumerated(EnumType.STRING)
  ReconciliationCause cause;

  String askedBy;
  Instant askedAt;

  @Enumerated(EnumType.STRING)
  ReconciliationMode mode;

  /** Every object is asked for, not just listed: a checksum stands in no listing. */
  boolean deep;

  /** So many rows whose object is gone somebody has seen, and agreed to have marked. */
  long goneAllowed;

  @Enumerated(EnumType.STRING)
  ReconciliationState state;

  Instant startedAt;
  Instant endedAt;

  /** Whose it is now; another one each time that somebody takes it over. */
  String holder;

  Instant leaseUntil;

  /** Everything up to this key has been compared. */
  String position;

  /** Whether everything has. */
  boolean compared;

  long objects;
  long agreed;
  long missed;
  long orphan;
  long gone;
  long changed;
  long unwanted;
  long repaired;

  /** Why it waits, or why it was held. */
  String problem;

  protected Reconciliation() {}

  Reconciliation(
      ReconciliationCause cause, String askedBy, Instant askedAt, ReconciliationRequest request) {
    this.cause = cause;
    this.askedBy = askedBy;
    this.askedAt = askedAt;
    this.mode = request.mode();
    this.deep = request.deep();
    this.goneAllowed = request.goneAllowed();
    this.state = ReconciliationState.WAITING;
  }

  void start(String newHolder, Instant at, Instant lease) {
    state = ReconciliationState.RUNNING;
    startedAt = startedAt == null ? at : startedAt;
    holder = newHolder;
    leaseUntil = lease;
  }

  void add(Counts tally) {
    objects += tally.objects();
    agreed += tally.agreed();
    missed += tally.found(DriftKind.MISSED);
    orphan += tally.found(DriftKind.ORPHAN);
    gone += tally.found(DriftKind.GONE);
    changed += tally.found(DriftKind.CHANGED);
    unwanted += tally.found(DriftKind.UNWANTED);
    repaired += tally.repaired();
  }

  ReconciliationView.Found found() {
    return new ReconciliationView.Found(missed, orphan, gone, changed, unwanted);
  }

  void end(ReconciliationState outcome, String why, Instant at) {
    state = outcome;
    problem = why;
    endedAt = at;
    holder = null;
    leaseUntil = null;
  }
}
