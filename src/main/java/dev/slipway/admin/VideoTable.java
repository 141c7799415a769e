package dev.slipway.admin;

import dev.slipway.catalogue.Rejection;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.bulkjob.BulkAction;
import dev.slipway.catalogue.listing.FilterField;
import dev.slipway.catalogue.listing.ListingCursor;
import dev.slipway.catalogue.listing.ListingFilter;
import dev.slipway.catalogue.listing.ListingOrder;
import dev.slipway.catalogue.listing.SortColumn;
import dev.slipway.catalogue.listing.VideoListing;
import dev.slipway.catalogue.listing.VideoListing.ListingPage;
import dev.slipway.catalogue.listing.VideoListing.Position;
import dev.slipway.media.MediaFormat;
import dev.slipway.web.QueryString;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The data of the administrators' listing. Everything that its reader chooses is in its address, so
 * that it can be shared and saved.
 *
 * @param views the saved views of all administrators
 * @param trashed the video that was just moved to the trash, or null
 */
record VideoTable(
    ListingAddress address,
    Position position,
    ListingPage page,
    List<VideoView> videos,
    List<SavedView> views,
    VideoView trashed) {
  private static final List<Integer> SIZES = List.of(25, 50, 100, 200);
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  public ListingFilter filter() {
    return address.filter();
  }

  public ListingOrder order() {
    return address.order();
  }

  public List<ListingColumn> columns() {
    return address.columns();
  }

  public int size() {
    return position.size();
  }

  /** The saved view that this listing is; null if it is none. */
  public SavedView view() {
    return views.stream().filter(view -> view.query().equals(query())).findFirst().orElse(null);
  }

  /** Whether this is the first page. */
  public boolean first() {
    return position.cursor() == null;
  }

  /** This page, to which the forms of its rows return. */
  public String queryOfPage() {
    var cursor = position.cursor();
    return cursor == null
        ? query()
        : QueryString.join(
            QueryString.of(position.backwards() ? "before" : "after", cursor.encoded()), query());
  }

  /** Whether the videos can be changed by a bulk job: not those that are deleted permanently. */
  public boolean selectable() {
    return !videos.isEmpty() && filter().scope() != ListingOrder.Scope.DELETED;
  }

  /** The videos of this page, for a bulk job. */
  public String joinedIds() {
    return page.videos().stream().map(Video::id).collect(Collectors.joining(","));
  }

  /** What a bulk job can do with these videos. */
  public List<BulkAction> bulkActions() {
    return Arrays.stream(BulkAction.values())
        .filter(action -> (action == BulkAction.RESTORE) == inTrash())
        .toList();
  }

  /** A filter that is set, with the address of the listing without it. */
  public record Chip(String label, String value, String query) {}

  public List<Chip> chips() {
    return filter().texts().entrySet().stream()
        .map(entry -> chip(entry.getKey(), entry.getValue()))
        .toList();
  }

  private Chip chip(FilterField field, String value) {
    var query = query(filter().without(field));
    return switch (field) {
      case ORPHAN -> new Chip(value.equals("true") ? "No owner" : "Has an owner", null, query);
      case MISSING ->
          new Chip(value.equals("true") ? "Missing in the store" : "In the store", null, query);
      default -> new Chip(field.label(), value, query);
    };
  }

  /** Whether a browser's date field can show the value of a filter; a time is written as text. */
  public boolean isDay(String parameter) {
    var value = value(parameter);
    return value == null || DAY.matcher(value).matches();
  }

  /** The same listing for one owner; null for videos without one. */
  public String ownerQuery(String owner) {
    var others = filter().without(FilterField.OWNER).without(FilterField.ORPHAN);
    return QueryString.join(
        query(others),
        owner == null ? QueryString.of("orphan", true) : QueryString.of("owner", owner));
  }

  /** The value of a filter, as it was entered; null if it isn't set. */
  public String value(String parameter) {
    return Arrays.stream(FilterField.values())
        .filter(field -> field.parameter().equals(parameter))
        .findFirst()
        .map(filter().texts()::get)
        .orElse(null);
  }

  /** The listing in its order, without a position: its first page. */
  public String query() {
    return address.query();
  }

  /** A query string with its question mark; empty without parameters. */
  public String link(String query) {
    return query.isEmpty() ? "" : "?" + query;
  }

  /**
   * The parameters of the export of all these videos.
   *
   * @param format of the file: csv or ndjson
   */
  public String exportQuery(String format) {
    return QueryString.join(
        QueryString.of("format", format), filter().exportQuery(), QueryString.of("sort", sort()));
  }

  public String previousQuery() {
    return at("before", page.previous());
  }

  public String nextQuery() {
    return at("after", page.next());
  }

  /** The listing with another status; null for all. */
  public String statusQuery(String status) {
    var all = query(filter().inAllStates());
    return status == null ? all : QueryString.join(all, QueryString.of("status", status));
  }

  /** The listing sorted by a column, or the other way round if it is already. */
  public String sortQuery(ListingColumn column) {
    var descending =
        isSortedBy(column) ? !order().descending() : column.numeric() || isTime(column);
    return address.with(new ListingOrder(column.sort(), descending)).query();
  }

  public boolean sortable(ListingColumn column) {
    return column.sort() != null && filter().scope().columns().contains(column.sort());
  }

  public boolean isSortedBy(ListingColumn column) {
    return order().column() == column.sort();
  }

  /** The value of {@code aria-sort} for a column; null if the listing isn't sorted by it. */
  public String ariaSort(ListingColumn column) {
    if (!isSortedBy(column)) {
      return null;
    }
    return order().descending() ? "descending" : "ascending";
  }

  public boolean sortedByTitle() {
    return order().column() == SortColumn.TITLE;
  }

  public String titleQuery() {
    var descending = sortedByTitle() && !order().descending();
    return address.with(new ListingOrder(SortColumn.TITLE, descending)).query();
  }

  public String sort() {
    return address.sort();
  }

  public boolean inTrash() {
    return filter().scope() == ListingOrder.Scope.TRASH;
  }

  /** Whether new videos appear at the top of the first page. */
  public boolean newestFirst() {
    return order().equals(ListingOrder.NEWEST);
  }

  public boolean sortedByTime() {
    return order().column() == SortColumn.STORED;
  }

  public List<ListingColumn> otherColumns() {
    return ListingColumn.without(columns());
  }

  /** How many videos a page examines at most. */
  public long examined() {
    return VideoListing.MAX_EXAMINED;
  }

  public List<Integer> sizes() {
    return SIZES;
  }

  public List<String> formats() {
    return MediaFormat.containers();
  }

  public List<String> reasons() {
    return Arrays.stream(Rejection.values()).map(Rejection::code).toList();
  }

  /** How the rows are ordered, for the table's name. */
  public String orderLabel() {
    return switch (order().column()) {
      case STORED -> order().descending() ? "newest first" : "oldest first";
      case SIZE -> order().descending() ? "largest first" : "smallest first";
      case DURATION -> order().descending() ? "longest first" : "shortest first";
      case TITLE -> order().descending() ? "by title, Z to A" : "by title, A to Z";
      case OWNER -> order().descending() ? "by owner, Z to A" : "by owner, A to Z";
      case LAG -> order().descending() ? "longest lag first" : "shortest lag first";
      case TRASHED -> order().descending() ? "deleted last first" : "deleted next first";
    };
  }

  private String at(String parameter, ListingCursor cursor) {
    return cursor == null
        ? null
        : QueryString.join(QueryString.of(parameter, cursor.encoded()), query());
  }

  private String query(ListingFilter other) {
    return address.with(other).query();
  }

  private static boolean isTime(ListingColumn column) {
    return column == ListingColumn.STORED || column == ListingColumn.TRASH;
  }
}
