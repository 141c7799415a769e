package dev.slipway.catalogue.listing;

import dev.slipway.account.Caller;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.access.SearchSlots;
import dev.slipway.catalogue.listing.ListingFilter.Access;
import dev.slipway.catalogue.listing.ListingOrder.Scope;
import dev.slipway.catalogue.listing.ListingQuery.Estimate;
import dev.slipway.catalogue.listing.ListingQuery.Row;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.SearchTimeout;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Reads pages of a listing. Its filter says which videos the caller may see. */
@ApplicationScoped
public class VideoListing {
  public static final int MAX_PAGE_SIZE = 200;

  /** The longest text to search for, in UTF-16 units. */
  public static final int MAX_TEXT_LENGTH = SearchText.MAX_LENGTH;

  /**
   * How many rows a statement examines at most: they take 50 to 100 ms, if they are in memory. A
   * filter that fewer videos fulfil is faster when its videos are collected and sorted; one that
   * more fulfil is faster when an order is followed until the page is full.
   */
  public static final int MAX_EXAMINED = 20_000;

  /**
   * Up to this cost, videos are collected before an order is followed: a page of the table for each
   * that is examined, at PostgreSQL's default cost of four for a page at a random place.
   */
  private static final double MAX_COST = 4.0 * MAX_EXAMINED;

  /**
   * For the transaction. A plan that doesn't know the values would often choose the wrong index,
   * and reading the whole table is never right.
   */
  static final String SET_PLANNER =
      "select set_config('plan_cache_mode', 'force_custom_plan', true),"
          + " set_config('enable_seqscan', 'off', true),"
          // Compiling a plan takes longer than the bounded work of its statement.
          + " set_config('jit', 'off', true)";

  /** So that the page, its cursors and the total agree with each other. */
  private static final String SET_SNAPSHOT_ISOLATION =
      "set transaction isolation level repeatable read";

  /** For each statement. What is not in memory is read from the disk. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final String TIMEOUT_ADVICE =
      "Narrow the search: choose a shorter time, a status or an owner.";

  private static final Position FIRST_VIDEO = new Position(null, false, 1);

  private final EntityManager database;
  private final SearchSlots slots;
  private final int maxExamined;
  private final double maxCost;

  @Inject
  VideoListing(EntityManager database, SearchSlots slots) {
    this(database, slots, MAX_EXAMINED, MAX_COST);
  }

  VideoListing(EntityManager database, SearchSlots slots, int maxExamined, double maxCost) {
    this.database = database;
    this.slots = slots;
    this.maxExamined = maxExamined;
    this.maxCost = maxCost;
  }

  /**
   * One page of the listing.
   *
   * @param cursors the position behind each video
   * @param previous the position of the page before; null on the first one
   * @param next the position of the next page; null on the last one
   * @param total how many videos all pages have
   * @param isPartial whether the search ended before all videos were examined, so that the page has
   *     fewer videos than requested, or the listing lacks some
   * @param searchedSince when the oldest video was stored of those that all pages search; null if
   *     they search all videos
   */
  public record ListingPage(
      List<Video> videos,
      List<ListingCursor> cursors,
      ListingCursor previous,
      ListingCursor next,
      ListingTotal total,
      boolean isPartial,
      Instant searchedSince) {}

  /**
   * Where a page is.
   *
   * @param cursor null for the first page
   * @param backwards whether the page ends at the cursor
   */
  public record Position(ListingCursor cursor, boolean backwards, int size) {}

  /**
   * @throws ProblemException {@code search-timeout}; {@code overloaded}
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public ListingPage read(ListingFilter filter, ListingOrder order, Position position) {
    // The transaction has no connection before its first statement.
    return filter.needsSlot()
        ? slots.run(() -> readNow(filter, order, position))
        : readNow(filter, order, position);
  }

  /**
   * Like {@link #read}, but without a search slot, so that an export doesn't end early because
   * others search. The number of concurrent exports is limited.
   *
   * @throws ProblemException {@code search-timeout}
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  ListingPage readForExport(ListingFilter filter, ListingOrder order, Position position) {
    return readNow(filter, order, position);
  }

  private ListingPage readNow(ListingFilter filter, ListingOrder order, Position position) {
    database.createNativeQuery(SET_SNAPSHOT_ISOLATION).executeUpdate();
    database.createNativeQuery(SET_PLANNER).getSingleResult();
    return SearchTimeout.limit(
        database, TIMEOUT, TIMEOUT_ADVICE, () -> new Reading(filter, order, position).read());
  }

  /**
   * Searches all videos that a caller may list, newest first.
   *
   * @param parameters returns the text of a filter by its query parameter, or null
   * @param after the position where the page starts, as {@link ListingCursor#encoded} writes it;
   *     null for the first page
   * @param before the position where it ends, if it is read backwards; else null
   * @throws ProblemException {@code invalid-request} if a text is invalid, or no index finds the
   *     words; {@code search-timeout}; {@code overloaded}
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public ListingPage search(
      Caller caller, UnaryOperator<String> parameters, String after, String before, int size) {
    var order = ListingOrder.NEWEST;
    var filter = ListingFilter.parse(Access.visibleTo(caller), parameters);
    if (before != null) {
      var cursor = ListingCursor.parse("before", order, before);
      return read(filter, order, new Position(cursor, true, size));
    }
    var cursor = after == null ? null : ListingCursor.parse("after", order, after);
    return read(filter, order, new Position(cursor, false, size));
  }

  /**
   * How many videos a listing has. Unlike the total of a page it is exact if the database expects
   * few, however long it takes to find them. For callers other than administrators it is "more than
   * 0" while too many searches run.
   *
   * @throws ProblemException {@code search-timeout}
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public ListingTotal count(ListingFilter filter) {
    return filter.access().equals(Access.ALL)
        ? countNow(filter)
        : slots.runCount(() -> countNow(filter)).orElseGet(() -> ListingTotal.moreThan(0));
  }

  private ListingTotal countNow(ListingFilter filter) {
    database.createNativeQuery(SET_PLANNER).getSingleResult();
    return SearchTimeout.limit(
        database,
        TIMEOUT,
        TIMEOUT_ADVICE,
        () -> new Reading(filter, filter.scope().defaultOrder(), FIRST_VIDEO).count());
  }

  /**
   * Some ids of a listing, in its default order.
   *
   * @param next the position after which the others follow, as a cursor; null at the end
   */
  public record IdPage(List<String> ids, String next) {}

  /**
   * Reads the ids of a listing without its videos, in a transaction of its own. Videos that are
   * stored after the first page was read are on none of the following ones.
   *
   * @param after the {@code next} of the page before; null for the first page
   * @param size the ids on a page, unless all that are left can be collected at once
   * @throws ProblemException {@code search-timeout}
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public IdPage readIds(ListingFilter filter, String after, int size) {
    database.createNativeQuery(SET_SNAPSHOT_ISOLATION).executeUpdate();
    database.createNativeQuery(SET_PLANNER).getSingleResult();
    var order = filter.scope().defaultOrder();
    var start = after == null ? null : ListingCursor.parse("after", order, after);
    return SearchTimeout.limit(
        database,
        TIMEOUT,
        TIMEOUT_ADVICE,
        () -> new Reading(filter, order, new Position(start, false, size)).readIds());
  }

  /** Reads one page: either collects what fulfils the filters, or follows the order's index. */
  private final class Reading {
    private final ListingFilter filter;
    private final ListingOrder order;
    private final Position position;
    private final ListingQuery query;

    /** The order in which the rows are read: a page that ends at the cursor is read backwards. */
    private final ListingOrder direction;

    private final ListingCursor start;

    private Reading(ListingFilter filter, ListingOrder order, Position position) {
      this.filter = filter;
      this.order = order;
      this.position = position;
      this.query = new ListingQuery(database, filter, maxExamined);
      this.direction = position.backwards() ? order.reversed() : order;
      this.start = position.cursor() == null ? null : position.cursor().withOrder(direction);
    }

    private ListingPage read() {
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
        return walkedPage(
            walked, ListingTotal.estimated(Math.max(estimate.videos(), walked.size())));
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

    private ListingTotal count() {
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
          walked.size() > position.size()
              ? null
              : query.lastExamined(direction, start).orElse(null);
      return page(walked, total, last);
    }

    private IdPage readIds() {
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
