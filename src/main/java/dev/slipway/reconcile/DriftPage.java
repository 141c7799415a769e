package dev.slipway.reconcile;

import java.util.List;

/**
 * One page of the drift that a reconciliation found, oldest first.
 *
 * @param next the value of the parameter {@code after} for the next page; null on the last page
 */
public record DriftPage(List<DriftView> items, Long next) {
  static DriftPage of(List<DriftView> found, int limit) {
    return found.size() <= limit
        ? new DriftPage(found, null)
        : new DriftPage(found.subList(0, limit), found.get(limit - 1).id());
  }
}
