package dev.slipway.admin;

import dev.slipway.ingest.reconcile.DriftKind;
import dev.slipway.ingest.reconcile.DriftPage;
import dev.slipway.ingest.reconcile.ReconciliationView;
import java.util.Locale;

/**
 * What the page of one comparison shows.
 *
 * @param chosen the filter, or null
 * @param first whether nothing stands before this page
 */
record DriftReport(ReconciliationView one, DriftPage drift, DriftKind chosen, boolean first) {
  /** The filter, or null. */
  public String kind() {
    return chosen == null ? null : chosen.name().toLowerCase(Locale.ROOT);
  }

  /** Where this page is. */
  public String path() {
    return "/admin/drift/" + one.id();
  }

  /** The filter as a query, so that it stays when one pages. */
  public String query() {
    return QueryText.of("kind", kind());
  }
}
