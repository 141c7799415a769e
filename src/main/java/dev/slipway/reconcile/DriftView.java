package dev.slipway.reconcile;

import dev.slipway.web.KebabCase;
import java.time.Instant;

/**
 * One recorded difference, as the API and the admin pages show it.
 *
 * @param kind one of {@link DriftKind}, in lower case
 * @param videoId null if there is no row
 * @param outcome {@code pending}, {@code reported}, {@code repaired}, {@code settled} or {@code
 *     failed}
 * @param detail an explanation for administrators, or null
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
        KebabCase.of(drift.kind),
        drift.objectKey,
        drift.videoId,
        KebabCase.of(drift.outcome),
        drift.detail,
        drift.foundAt);
  }
}
