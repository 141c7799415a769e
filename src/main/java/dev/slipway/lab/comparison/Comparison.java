package dev.slipway.lab.comparison;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One run, from its start to its results. */
@Entity
@Table(name = "lab_comparison")
class Comparison extends PanacheEntityBase {
  @Id String id;
  String startedBy;
  Instant startedAt;
  Instant endedAt;

  @Enumerated(EnumType.STRING)
  ComparisonStatus status;

  /** In bytes. */
  long fileSize;

  /** The store, such as {@code embedded}. */
  String store;

  /** The current step. */
  String step;

  short percent;

  /** Why the run has failed; null if it hasn't. */
  String problem;

  boolean stopRequested;

  /** When the process that runs it was last alive. */
  Instant seenAt;

  /** {@link ComparisonResults} as JSON; null before the end. */
  String results;

  Comparison() {}

  Comparison(String id, String account, long fileSize, String store, Instant now) {
    this.id = id;
    this.startedBy = account;
    this.startedAt = now;
    this.seenAt = now;
    this.status = ComparisonStatus.RUNNING;
    this.fileSize = fileSize;
    this.store = store;
    this.step = "Preparation";
  }

  boolean isRunning() {
    return status == ComparisonStatus.RUNNING;
  }

  /** Ends the run if it is running. */
  void end(ComparisonStatus outcome, String reason, Instant now) {
    if (isRunning()) {
      status = outcome;
      problem = reason;
      endedAt = now;
    }
  }
}
