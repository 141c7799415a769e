package dev.slipway.reconcile;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a stretch of the comparison came to.
 *
 * @param objects that the listing named
 * @param agreed keys of which both sides say the same
 * @param found differences of each kind, those left out that had settled by themselves
 * @param repaired those that are none any more
 */
record Counts(long objects, long agreed, Map<DriftKind, Long> found, long repaired) {
  static Counts of(long objects, long agreed, Collection<Resolution> examined) {
    Map<DriftKind, Long> found = new EnumMap<>(DriftKind.class);
    examined.stream()
        .filter(Resolution::isDrift)
        .forEach(one -> found.merge(one.difference().kind(), 1L, Long::sum));
    var settled = examined.stream().filter(one -> !one.isDrift()).count();
    return new Counts(objects, agreed + settled, found, repaired(examined));
  }

  long found(DriftKind kind) {
    return found.getOrDefault(kind, 0L);
  }

  private static long repaired(Collection<Resolution> examined) {
    return examined.stream().filter(one -> one.outcome() == DriftOutcome.REPAIRED).count();
  }
}
