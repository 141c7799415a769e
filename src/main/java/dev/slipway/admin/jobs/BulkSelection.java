package dev.slipway.admin.jobs;

import dev.slipway.catalogue.bulkjob.BulkAction;
import dev.slipway.catalogue.listing.FilterText;
import dev.slipway.catalogue.listing.ListingFilter;
import dev.slipway.catalogue.listing.ListingFilter.Access;
import dev.slipway.storage.RandomId;
import dev.slipway.web.QueryString;
import dev.slipway.web.problem.QueryEnum;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Videos that an administrator is about to change, and how.
 *
 * @param ids of the selected rows; empty if a filter selects the videos
 * @param filter null if rows are selected
 * @param back the query string of the page to return to; may be empty
 */
record BulkSelection(BulkAction action, List<String> ids, ListingFilter filter, String back) {
  /** No character that a query string has to encode. */
  private static final String SEPARATOR = "-";

  /** The scope of a selection by a filter, which may have no condition. */
  private static final String FILTER = "filter";

  /** Selects rows; what is no id of a video is left out. */
  static BulkSelection ofRows(BulkAction action, Stream<String> ids, String back) {
    return new BulkSelection(
        action, ids.filter(RandomId::isValid).distinct().toList(), null, clean(back));
  }

  /**
   * @throws dev.slipway.web.problem.ProblemException {@code invalid-request}
   */
  static BulkSelection ofFilter(BulkAction action, String filter, String back) {
    return new BulkSelection(
        action, List.of(), ListingFilter.parseQuery(Access.ALL, filter), clean(back));
  }

  /**
   * Parses what {@link #query} returns.
   *
   * @throws dev.slipway.web.problem.ProblemException {@code invalid-request}
   */
  static BulkSelection parse(String action, String scope, String ids, String filter, String back) {
    var chosen = QueryEnum.parse(BulkAction.class, "action", action);
    return FILTER.equals(scope)
        ? ofFilter(chosen, Objects.requireNonNullElse(filter, ""), back)
        : ofRows(chosen, ids == null ? Stream.empty() : Stream.of(ids.split(SEPARATOR)), back);
  }

  /** The selection as a query string. */
  String query() {
    return QueryString.of(
        "action",
        action.key(),
        "scope",
        filter == null ? null : FILTER,
        "ids",
        filter == null ? String.join(SEPARATOR, ids) : null,
        "filter",
        filterQuery(),
        "back",
        back.isEmpty() ? null : back);
  }

  public String joinedIds() {
    return String.join(",", ids);
  }

  /** Whether a filter without any condition selects the videos. */
  public boolean all() {
    return filter != null && filter.selectsAllVideos();
  }

  /** The filter as a query string; null if rows are selected. */
  public String filterQuery() {
    return filter == null ? null : filter.query();
  }

  /** The conditions that select the videos. */
  public List<FilterText> conditions() {
    return filter == null ? List.of() : filter.words();
  }

  /** It becomes a part of a link. */
  private static String clean(String back) {
    return back != null && QueryString.isValid(back) ? back : "";
  }
}
