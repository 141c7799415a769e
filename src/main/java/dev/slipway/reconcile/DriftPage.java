package dev.slipway.reconcile;

import dev.slipway.web.Page;
import java.util.List;

/**
 * One page of the drift that a reconciliation found, oldest first.
 *
 * @param next the value of the parameter {@code after} for the next page; null on the last page
 */
public record DriftPage(List<DriftView> items, Long next) {
  static DriftPage of(List<DriftView> found, int limit) {
    var page = Page.of(found, limit, DriftView::id);
    return new DriftPage(page.items(), page.next());
  }
}
