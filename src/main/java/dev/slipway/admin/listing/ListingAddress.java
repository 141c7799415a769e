package dev.slipway.admin.listing;

import dev.slipway.catalogue.listing.ListingFilter;
import dev.slipway.catalogue.listing.ListingFilter.Access;
import dev.slipway.catalogue.listing.ListingOrder;
import dev.slipway.catalogue.listing.ListingOrder.Scope;
import dev.slipway.catalogue.listing.VideoListing;
import dev.slipway.web.QueryString;
import dev.slipway.web.problem.InvalidParameterException;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.QueryNumber;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What its reader has chosen of the administrators' listing, without the position of a page. All of
 * it is in the address, so that it can be shared and saved.
 *
 * @param size videos on a page
 */
record ListingAddress(
    ListingFilter filter, ListingOrder order, List<ListingColumn> columns, int size) {
  static final int DEFAULT_SIZE = 50;

  /** In characters. The longest filters have less. */
  static final int MAX_LENGTH = 2_000;

  private static final String COLUMNS = "columns";
  private static final Set<String> OTHER_PARAMETERS = Set.of("sort", "limit", COLUMNS);

  /** Those that select a page of the listing, or are notices. */
  private static final Set<String> IGNORED =
      Set.of("after", "before", "at", "trashed", "restored", "deleted", "view");

  /**
   * @param columnNames empty for the default columns
   * @throws ProblemException {@code invalid-request}
   */
  static ListingAddress of(
      ListingFilter filter, ListingOrder order, List<String> columnNames, int size) {
    return new ListingAddress(
        filter, order, ListingColumn.parse(columnNames, defaultColumns(filter)), size);
  }

  /**
   * Parses the query string of a page's address. The position of a page is left out.
   *
   * @throws ProblemException {@code invalid-request} if it isn't one of this listing
   */
  static ListingAddress parse(String query) {
    if (query.length() > MAX_LENGTH) {
      throw refusal("must have at most %d characters".formatted(MAX_LENGTH));
    }
    try {
      var parameters = QueryString.parse(query);
      if (!parameters.keySet().stream().allMatch(ListingAddress::isParameter)) {
        throw refusal("must have parameters of the list of videos only");
      }
      return of(parameters);
    } catch (IllegalArgumentException badEncoding) {
      throw refusal("must be a query string, encoded as in an address");
    }
  }

  /**
   * @param parameters of an address; those that select no videos, columns or order are ignored
   * @throws ProblemException {@code invalid-request}
   */
  static ListingAddress of(Map<String, List<String>> parameters) {
    UnaryOperator<String> first = name -> parameters.getOrDefault(name, List.of("")).get(0);
    var filter = ListingFilter.parse(Access.ALL, first);
    var order = ListingOrder.parse(first.apply("sort"), filter.scope());
    var size =
        QueryNumber.parsePageSize(first.apply("limit"), DEFAULT_SIZE, VideoListing.MAX_PAGE_SIZE);
    return of(filter, order, parameters.getOrDefault(COLUMNS, List.of()), size);
  }

  private static boolean isParameter(String name) {
    return ListingFilter.isParameter(name)
        || OTHER_PARAMETERS.contains(name)
        || IGNORED.contains(name);
  }

  private static ProblemException refusal(String reason) {
    return new InvalidParameterException("query", reason);
  }

  /** Whether the parameters are those of the form, which sends empty fields and each column. */
  static boolean isLongForm(Map<String, List<String>> parameters) {
    return parameters.values().stream()
        .anyMatch(values -> values.size() > 1 || values.get(0).isBlank());
  }

  /** The query string of the same page without what is empty or the default. */
  String shortForm(Map<String, List<String>> parameters) {
    var at = parameters.getOrDefault("at", List.of("")).get(0);
    return QueryString.join(query(), QueryString.of("at", at.isBlank() ? null : at));
  }

  ListingAddress with(ListingFilter other) {
    var isDefault = columns.equals(defaultColumns(filter));
    return new ListingAddress(other, order, isDefault ? defaultColumns(other) : columns, size);
  }

  ListingAddress withDefaultColumns() {
    return new ListingAddress(filter, order, defaultColumns(filter), size);
  }

  ListingAddress with(int otherSize) {
    return new ListingAddress(filter, order, columns, otherSize);
  }

  ListingAddress with(ListingOrder other) {
    return new ListingAddress(filter, other, columns, size);
  }

  /** The query string; equal choices have the same. */
  String query() {
    return QueryString.join(
        filter.query(),
        QueryString.of("sort", sort(), COLUMNS, columnKeys()),
        QueryString.of("limit", size == DEFAULT_SIZE ? null : size));
  }

  /** The order in the address; null for the default one. */
  String sort() {
    var isSortable = filter.scope().columns().contains(order.column());
    return order.equals(filter.scope().defaultOrder()) || !isSortable ? null : order.key();
  }

  /** The columns in the address; null for the default ones. */
  String columnKeys() {
    return columns.equals(defaultColumns(filter))
        ? null
        : columns.stream().map(ListingColumn::key).collect(Collectors.joining(","));
  }

  private static List<ListingColumn> defaultColumns(ListingFilter filter) {
    return filter.scope() == Scope.TRASH ? ListingColumn.DEFAULT_OF_TRASH : ListingColumn.DEFAULT;
  }
}
