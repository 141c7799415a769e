package dev.slipway.admin;

import dev.slipway.ingest.inbox.NotificationFilter;
import dev.slipway.ingest.inbox.NotificationView;
import java.util.List;
import java.util.Locale;

/**
 * What the inbox shows.
 *
 * @param next the cursor of older notifications, or null
 * @param after this page's own cursor; null on the first
 * @param replayed so many were just put back to be applied again, or null
 */
record InboxPage(
    List<NotificationView> notifications,
    Long next,
    Long after,
    NotificationFilter filter,
    Long replayed) {

  public boolean first() {
    return after == null;
  }

  /** The filter, or null. */
  public String state() {
    return filter.state() == null ? null : filter.state().name().toLowerCase(Locale.ROOT);
  }

  /** The filter, or null. */
  public String key() {
    return filter.key();
  }

  /** The filter of the key alone, as a query. */
  public String keyQuery() {
    return QueryString.of("key", key());
  }

  /** The filters as a query, so that they stay when one pages. */
  public String query() {
    return QueryString.of("state", state(), "key", key());
  }

  /** Which ones the filter means, behind 'Apply'. */
  public String describeFilter() {
    var which = state() == null ? "all" : "all " + state();
    return key() == null ? which : which + " of this key";
  }
}
