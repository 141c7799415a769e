package dev.slipway.admin;

import dev.slipway.reconcile.DriftKind;
import dev.slipway.reconcile.DriftPage;
import dev.slipway.reconcile.ReconciliationView;
import java.util.Locale;

/**
 * What the page of one comparison shows.
 *
 * @param chosen the filter, or null
 * @param first whether nothing stands before this page
 */
record ReconciliationPage(
    ReconciliationView reconciliation, DriftPage drift, DriftKind filter, boolean first) {
  /** The filter, or null. */
  public String kind() {
    return filter == null ? null : filter.name().toLowerCase(Locale.ROOT);
  }

  /** Where this page is. */
  public String path() {
    return "/admin/drift/" + reconciliation.id();
  }

  /** The filter as a query, so that it stays when one pages. */
  public String query() {
    return QueryString.of("kind", kind());
  }
}
