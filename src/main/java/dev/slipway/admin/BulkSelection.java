package dev.slipway.admin;

import dev.slipway.catalogue.bulkjob.BulkAction;
import dev.slipway.catalogue.listing.FilterField;
import dev.slipway.catalogue.listing.ListingFilter;
import dev.slipway.catalogue.listing.ListingTotal;
import java.util.List;
import java.util.Map;

/**
 * Videos that an administrator is about to change.
 *
 * @param ids of the selected rows; empty if a filter selects the videos
 * @param filter null if rows are selected
 * @param total how many videos are selected
 * @param back the query string of the page to return to
 */
record BulkSelection(
    BulkAction action, List<String> ids, ListingFilter filter, ListingTotal total, String back) {
  public String joinedIds() {
    return String.join(",", ids);
  }

  /** Whether a filter without any condition selects the videos. */
  public boolean all() {
    return filter != null && filter.isEmpty();
  }

  /** The filter as a query string; null if rows are selected. */
  public String filterQuery() {
    return filter == null ? null : filter.query();
  }

  /** The conditions that select the videos, as they were entered. */
  public Iterable<Map.Entry<FilterField, String>> conditions() {
    return filter == null ? List.of() : filter.texts().entrySet();
  }
}
