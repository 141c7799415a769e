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

/** One difference that a comparison found. */
@Entity
class Drift extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  Long reconciliationId;

  @Enumerated(EnumType.STRING)
  DriftKind kind;

  String objectKey;
  String videoId;

  @Enumerated(EnumType.STRING)
  DriftOutcome outcome;

  String detail;
  Instant foundAt;

  protected Drift() {}

  static Drift of(long reconciliationId, Resolution examined, Instant at) {
    var drift = new Drift();
    drift.reconciliationId = reconciliationId;
    drift.kind = examined.difference().kind();
    drift.objectKey = examined.difference().key().value();
    drift.foundAt = at;
    drift.resolve(examined);
    return drift;
  }

  void resolve(Resolution examined) {
    outcome = examined.outcome();
    videoId = examined.videoId();
    detail = examined.detail();
  }

  Difference difference() {
    return new Difference(kind, new ObjectKey(objectKey), videoId);
  }
}
