package dev.slipway.reconcile;

import java.util.List;

/**
 * One page of what a comparison found, in the order in which it was found.
 *
 * @param next for the parameter {@code after} of the next page; null on the last one
 */
public record DriftPage(List<DriftView> items, Long next) {
  static DriftPage of(List<DriftView> found, int limit) {
    return found.size() <= limit
        ? new DriftPage(found, null)
        : new DriftPage(found.subList(0, limit), found.get(limit - 1).id());
  }
}
