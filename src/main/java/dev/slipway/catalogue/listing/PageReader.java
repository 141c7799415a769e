package dev.slipway.catalogue.listing;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.listing.ListingOrder.Scope;
import dev.slipway.catalogue.listing.ListingQuery.Estimate;
import dev.slipway.catalogue.listing.ListingQuery.Row;
import dev.slipway.catalogue.listing.VideoListing.IdPage;
import dev.slipway.catalogue.listing.VideoListing.ListingPage;
import dev.slipway.catalogue.listing.VideoListing.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads one page: either collects what fulfils the filters, or follows the order's index. */
final class PageReader {
  private final ListingFilter filter;
  private final ListingOrder order;
  private final Position position;
  private final ListingQuery query;

  /** The order in which the rows are read: a page that ends at the cursor is read backwards. */
  private final ListingOrder direction;

  private final ListingCursor start;
  private final int maxExamined;
  private final double maxCost;

  PageReader(
      ListingQuery query,
      ListingFilter filter,
      ListingOrder order,
      Position position,
      int maxExamined,
      double maxCost) {
    this.query = query;
    this.filter = filter;
    this.order = order;
    this.position = position;
    this.direction = position.backwards() ? order.reversed() : order;
    this.maxExamined = maxExamined;
    this.maxCost = maxCost;
    this.start = position.cursor() == null ? null : position.cursor().withOrder(direction);
  }

  ListingPage read() {
    if (filter.access().isRestricted()) {
      if (filter.scope() != Scope.SHOWN) {
        // Nobody sees deleted videos of others.
        return page(List.of(), ListingTotal.counted(0), null);
      }
      if (!followsPublicIndex()) {
        return newestPage();
      }
    }
    var estimate = query.estimate();
    if (filter.selectsAllVideos()) {
      return page(walk(), total(estimate), null);
    }
    if (estimate.videos() > maxExamined) {
      return walkedPage(walk(), total(estimate));
    }
    // Not in a list that passes over videos of others, which a walk doesn't count as examined.
    var walksFirst = estimate.cost() > maxCost && !filter.access().isRestricted();
    var walked = walksFirst ? walk() : List.<Row>of();
    if (walked.size() > position.size()) {
      return walkedPage(walked, ListingTotal.estimated(Math.max(estimate.videos(), walked.size())));
    }
    return query
        .collect(direction, start, position.size() + 1)
        .map(found -> page(found.rows(), ListingTotal.counted(found.total()), null))
        .orElseGet(
            () -> walkedPage(walksFirst ? walked : walk(), ListingTotal.moreThan(maxExamined)));
  }

  /** The indexes of public and of own videos have only the order by time. */
  private boolean followsPublicIndex() {
    return order.column() == SortColumn.STORED && !filter.texts().containsKey(FilterField.TEXT);
  }

  private ListingPage newestPage() {
    var found = query.collectNewest(direction, start, position.size() + 1);
    var total =
        found.since() == null
            ? ListingTotal.counted(found.total())
            : ListingTotal.moreThan(found.total());
    var page = page(found.rows(), total, null);
    return new ListingPage(
        page.videos(),
        page.cursors(),
        page.previous(),
        page.next(),
        page.total(),
        found.since() != null,
        found.since());
  }

  ListingTotal count() {
    return total(query.estimate());
  }

  /** Counts the videos if the database expects few. */
  private ListingTotal total(Estimate estimate) {
    if (estimate.videos() > maxExamined) {
      return ListingTotal.estimated(estimate.videos());
    }
    var count = query.count();
    return count > maxExamined ? ListingTotal.moreThan(maxExamined) : ListingTotal.counted(count);
  }

  private List<Row> walk() {
    return query.walk(direction, start, position.size() + 1);
  }

  /** A page of walked rows. If it isn't full, the search ended before the listing. */
  private ListingPage walkedPage(List<Row> walked, ListingTotal total) {
    var last =
        walked.size() > position.size() ? null : query.lastExamined(direction, start).orElse(null);
    return page(walked, total, last);
  }

  IdPage readIds() {
    if (!filter.selectsAllVideos() && query.estimate().videos() <= maxExamined) {
      var collected = query.collect(order, start, maxExamined);
      if (collected.isPresent()) {
        return new IdPage(ids(collected.get().rows()), null);
      }
    }
    var rows = query.walk(order, start, position.size());
    var last =
        rows.size() == position.size()
            ? rows.get(rows.size() - 1)
            : query.lastExamined(order, start).orElse(null);
    return new IdPage(ids(rows), last == null ? null : last.cursor(order).encoded());
  }

  /**
   * @param found up to one row more than the page has
   * @param last where the search ended before the listing; null if the page is complete
   */
  private ListingPage page(List<Row> found, ListingTotal total, Row last) {
    var isFull = found.size() > position.size();
    var rows = new ArrayList<>(isFull ? found.subList(0, position.size()) : found);
    var end = isFull ? rows.get(rows.size() - 1) : last;
    if (position.backwards()) {
      Collections.reverse(rows);
    }
    var further = end == null ? null : end.cursor(order);
    // The page that the reader came from is at the other end.
    var back = start == null ? null : backFrom(rows);
    return new ListingPage(
        load(rows),
        rows.stream().map(row -> row.cursor(order)).toList(),
        position.backwards() ? further : back,
        position.backwards() ? back : further,
        total,
        last != null && !isFull,
        null);
  }

  private ListingCursor backFrom(List<Row> rows) {
    if (rows.isEmpty()) {
      return position.cursor().movedBeforeRow();
    }
    return rows.get(position.backwards() ? rows.size() - 1 : 0).cursor(order);
  }

  private static List<String> ids(List<Row> rows) {
    return rows.stream().map(Row::id).toList();
  }

  private static List<Video> load(List<Row> rows) {
    var ids = ids(rows);
    var byId =
        Video.<Video>list("id in ?1", ids).stream()
            .collect(Collectors.toMap(Video::id, Function.identity()));
    // The snapshot has each of them.
    return ids.stream().map(byId::get).toList();
  }
}
