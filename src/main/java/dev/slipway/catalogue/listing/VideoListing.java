package dev.slipway.catalogue.listing;

import dev.slipway.account.Caller;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.access.SearchSlots;
import dev.slipway.catalogue.listing.ListingFilter.Access;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.SearchTimeout;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

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
        database, TIMEOUT, TIMEOUT_ADVICE, () -> reader(filter, order, position).read());
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
        () -> reader(filter, filter.scope().defaultOrder(), FIRST_VIDEO).count());
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
        () -> reader(filter, order, new Position(start, false, size)).readIds());
  }

  private PageReader reader(ListingFilter filter, ListingOrder order, Position position) {
    var query = new ListingQuery(database, filter, maxExamined);
    return new PageReader(query, filter, order, position, maxExamined, maxCost);
  }
}
