package dev.slipway.reconcile;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * The counts of one batch of a reconciliation.
 *
 * @param objects objects in the listing
 * @param agreed keys for which bucket and catalogue agree
 * @param found differences by kind, without those that no longer existed when they were resolved
 * @param repaired differences that were repaired
 */
record BatchCounts(long objects, long agreed, Map<DriftKind, Long> found, long repaired) {
  static BatchCounts of(long objects, long agreed, Collection<Resolution> resolutions) {
    Map<DriftKind, Long> found = new EnumMap<>(DriftKind.class);
    resolutions.stream()
        .filter(Resolution::stillExisted)
        .forEach(resolution -> found.merge(resolution.difference().kind(), 1L, Long::sum));
    var vanished = resolutions.stream().filter(resolution -> !resolution.stillExisted()).count();
    return new BatchCounts(objects, agreed + vanished, found, countRepaired(resolutions));
  }

  long found(DriftKind kind) {
    return found.getOrDefault(kind, 0L);
  }

  private static long countRepaired(Collection<Resolution> resolutions) {
    return resolutions.stream()
        .filter(resolution -> resolution.outcome() == Drift.Outcome.REPAIRED)
        .count();
  }
}
