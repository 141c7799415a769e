package dev.slipway.admin.listing;

import dev.slipway.catalogue.Rejection;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.bulkjob.BulkAction;
import dev.slipway.catalogue.listing.FilterField;
import dev.slipway.catalogue.listing.ListingFilter;
import dev.slipway.catalogue.listing.ListingOrder;
import dev.slipway.catalogue.listing.SortColumn;
import dev.slipway.catalogue.listing.VideoListing;
import dev.slipway.catalogue.listing.VideoListing.ListingPage;
import dev.slipway.catalogue.listing.VideoListing.Position;
import dev.slipway.catalogue.pages.DeletionNotices.DeletionNotice;
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
 * @param page null if the request was refused
 * @param views the saved views of all administrators
 */
record VideoTable(
    ListingAddress address,
    Position position,
    ListingPage page,
    List<VideoView> videos,
    List<SavedView> views,
    Notices notices) {
  private static final List<Integer> SIZES = List.of(25, 50, 100, 200);
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  /**
   * What the page says above the list.
   *
   * @param deletion what was just done to one video, or null
   * @param view what was just done with a view: {@code saved}, {@code deleted} or null
   */
  record Notices(DeletionNotice deletion, String view, ListingErrors errors) {}

  /** The page without a list. */
  static VideoTable empty(ListingAddress address, List<SavedView> views, ListingErrors errors) {
    var position = new Position(null, false, address.size());
    return new VideoTable(
        address, position, null, List.of(), views, new Notices(null, null, errors));
  }

  public ListingErrors errors() {
    return notices.errors();
  }

  /** Whether the list follows changes: a page that answers a form has another address. */
  public boolean live() {
    return errors().isEmpty();
  }

  /** What is wrong with the value of a parameter, in a sentence; null if nothing is. */
  public String error(String parameter) {
    return errors().reasons().get(parameter);
  }

  /** The value of a field: as it was typed if it is invalid. */
  public String typed(String parameter) {
    return errors().typed().getOrDefault(parameter, value(parameter));
  }

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

  /** The name in the form that saves a view. */
  public String viewName() {
    var current = view() == null ? "" : view().name();
    return errors().typed().getOrDefault(ListingErrors.VIEW_NAME, current);
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

  public List<FilterChip> chips() {
    return FilterChip.listOf(address);
  }

  /** Whether a browser's date field can show the value of a filter; a time is written as text. */
  public boolean isDay(String parameter) {
    var value = typed(parameter);
    return value == null || DAY.matcher(value).matches();
  }

  /** The same listing for one owner; null for videos without one. */
  public String ownerQuery(String owner) {
    return query(
        owner == null
            ? filter().without(FilterField.OWNER).with(FilterField.ORPHAN, "true")
            : filter().without(FilterField.ORPHAN).with(FilterField.OWNER, owner));
  }

  /** The value of a filter, as it was entered; null if it isn't set. */
  public String value(String parameter) {
    return FilterField.ofParameter(parameter).map(filter().texts()::get).orElse(null);
  }

  /** Whether the page ends where the previous position is, because it was found backwards. */
  public boolean backwards() {
    return position.backwards();
  }

  /** The listing in its order, without a position: its first page. */
  public String query() {
    return address.query();
  }

  /** The same order and columns without filters, in the trash or outside of it. */
  public String unfilteredQuery() {
    return query(filter().withoutConditions());
  }

  /** The columns in the address; null for the default ones. */
  public String columnKeys() {
    return address.columnKeys();
  }

  public String defaultColumnsQuery() {
    return address.withDefaultColumns().query();
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

  /** The cursor of the page before; null if there is none. */
  public String previous() {
    return page.previous() == null ? null : page.previous().encoded();
  }

  /** The cursor of the next page; null if there is none. */
  public String next() {
    return page.next() == null ? null : page.next().encoded();
  }

  /** Which link continues a search that ended early: {@code back}, {@code forward} or null. */
  public String continuedLink() {
    if (!page.isPartial()) {
      return null;
    }
    return backwards() ? "back" : "forward";
  }

  /** The listing with another status; null for all. */
  public String statusQuery(String status) {
    return query(filter().withStatus(status));
  }

  /** The trash with the same filters. */
  public String trashQuery() {
    return query(filter().inTrash());
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

  public int largestSize() {
    return VideoListing.MAX_PAGE_SIZE;
  }

  /** The first page with as many videos as possible. */
  public String largestQuery() {
    return address.with(largestSize()).query();
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
    return OrderOption.label(order());
  }

  /** The orders that the list can have. */
  public List<OrderOption> orders() {
    return OrderOption.listOf(address);
  }

  private String query(ListingFilter other) {
    return address.with(other).query();
  }

  private static boolean isTime(ListingColumn column) {
    return column == ListingColumn.STORED || column == ListingColumn.TRASH;
  }
}
