package dev.slipway.reconcile;

import java.time.Instant;
import java.util.Locale;

/**
 * One difference that a comparison found.
 *
 * @param kind one of {@link DriftKind}, in lower case
 * @param videoId null where there is no row
 * @param outcome one of {@link DriftOutcome}, in lower case
 * @param detail for people, or null
 */
public record DriftView(
    long id,
    String kind,
    String key,
    String videoId,
    String outcome,
    String detail,
    Instant foundAt) {
  static DriftView of(Drift drift) {
    return new DriftView(
        drift.id,
        drift.kind.name().toLowerCase(Locale.ROOT),
        drift.objectKey,
        drift.videoId,
        drift.outcome.name().toLowerCase(Locale.ROOT),
        drift.detail,
        drift.foundAt);
  }
}
