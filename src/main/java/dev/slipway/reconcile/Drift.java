package dev.slipway.reconcile;

import dev.slipway.storage.ObjectKey;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;

/** One recorded difference between the bucket and the catalogue. */
@Entity
class Drift extends PanacheEntityBase {
  /** The result of resolving a difference. */
  enum Outcome {
    /** It is resolved when the whole bucket has been compared. */
    PENDING,
    /** It is only reported. */
    REPORTED,
    REPAIRED,
    /** It no longer existed when the store was asked for the object. */
    SETTLED,
    /** It can't be repaired, for the reason in the detail. */
    FAILED
  }

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  Long reconciliationId;

  @Enumerated(EnumType.STRING)
  DriftKind kind;

  String objectKey;
  String videoId;

  @Enumerated(EnumType.STRING)
  Outcome outcome;

  String detail;
  Instant foundAt;

  protected Drift() {}

  static Drift of(long reconciliationId, Resolution resolution, Instant at) {
    var drift = new Drift();
    drift.reconciliationId = reconciliationId;
    drift.kind = resolution.difference().kind();
    drift.objectKey = resolution.difference().key().value();
    drift.foundAt = at;
    drift.resolve(resolution);
    return drift;
  }

  void resolve(Resolution resolution) {
    outcome = resolution.outcome();
    videoId = resolution.videoId();
    detail = resolution.detail();
  }

  Difference difference() {
    return new Difference(kind, new ObjectKey(objectKey), videoId);
  }
}
