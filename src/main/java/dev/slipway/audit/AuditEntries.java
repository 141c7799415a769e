package dev.slipway.audit;

import dev.slipway.web.BoundedCount;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.SearchTimeout;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds entries of the audit log, the newest first. Callers check that it is an administrator. */
@ApplicationScoped
public class AuditEntries {
  public static final int MAX_PAGE_SIZE = 200;

  /** A hundred times what a search takes that an index serves. */
  private static final Duration SEARCH_TIMEOUT = Duration.ofSeconds(3);

  /** Entries that an export reads at once. */
  private static final int WINDOW = 1_000;

  /** Entries in which an export searches words at once; takes about 20 ms. */
  private static final int SEARCHED_WINDOW = 5_000;

  /** Takes some milliseconds along an index. */
  private static final int MAX_COUNTED = 10_000;

  /** The list is worth more than the number of its entries. */
  private static final Duration COUNT_TIMEOUT = Duration.ofMillis(500);

  private static final String ADVICE =
      "Narrow the search: choose a shorter period, an actor, an address or an action.";

  private final EntityManager database;

  AuditEntries(EntityManager database) {
    this.database = database;
  }

  /**
   * Finds one page.
   *
   * @param after the {@code next} of the page before; null to begin with the newest entry
   * @param before the {@code previous} of the page after; null unless the list is read backwards
   * @param size entries on the page, at most {@link #MAX_PAGE_SIZE}
   * @throws ProblemException {@code invalid-request}; {@code search-timeout}
   */
  @Transactional
  public AuditPage findPage(AuditFilter filter, String after, String before, int size) {
    var backwards = before != null && !before.isBlank();
    if (backwards) {
      return pageBefore(filter, AuditCursor.parse("before", before), size);
    }
    var cursor = after == null || after.isBlank() ? null : AuditCursor.parse("after", after);
    var found = find(filter, cursor, true, size + 1);
    var items = found.subList(0, Math.min(size, found.size()));
    return AuditPage.of(items, found.size() > size, cursor != null);
  }

  /**
   * Counts the entries that a filter selects, in a transaction of its own.
   *
   * @return empty for a search of words, which no index finds, and if it takes too long
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<BoundedCount> count(AuditFilter filter) {
    if (!filter.words().isEmpty()) {
      return Optional.empty();
    }
    try {
      var count =
          SearchTimeout.limit(
              database,
              COUNT_TIMEOUT,
              ADVICE,
              () -> AuditQuery.count(database, filter, MAX_COUNTED + 1));
      return Optional.of(BoundedCount.of(count, MAX_COUNTED));
    } catch (ProblemException refusal) {
      if (refusal.code() == ErrorCode.SEARCH_TIMEOUT) {
        return Optional.empty();
      }
      throw refusal;
    }
  }

  /** Lists the actions of all entries, in alphabetical order. */
  @Transactional
  public List<String> listActions() {
    return AuditQuery.actions(database);
  }

  /**
   * Finds some of what follows an entry, the newest first, in a transaction of its own. No index
   * finds words, so they are searched in a bounded number of entries.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Window findWindow(AuditFilter filter, AuditCursor start) {
    if (filter.words().isEmpty()) {
      var found = find(filter, start, true, WINDOW);
      return new Window(
          found, found.size() < WINDOW ? null : AuditCursor.of(found.get(WINDOW - 1)));
    }
    return limitTime(
        () -> {
          var end = AuditQuery.skip(database, filter.withoutWords(), start, SEARCHED_WINDOW);
          return new Window(AuditQuery.findUntil(database, filter, start, end), end);
        });
  }

  /**
   * Entries that follow each other.
   *
   * @param end where the next ones begin; null at the end of the log
   */
  record Window(List<AuditEntry> entries, AuditCursor end) {}

  private AuditPage pageBefore(AuditFilter filter, AuditCursor cursor, int size) {
    var found = new ArrayList<>(find(filter, cursor, false, size + 1));
    var hasNewer = found.size() > size;
    var items = found.subList(0, Math.min(size, found.size()));
    Collections.reverse(items);
    return AuditPage.of(items, true, hasNewer);
  }

  private List<AuditEntry> find(
      AuditFilter filter, AuditCursor beyond, boolean newestFirst, int limit) {
    return limitTime(() -> AuditQuery.find(database, filter, beyond, newestFirst, limit));
  }

  private <T> T limitTime(Supplier<T> search) {
    return SearchTimeout.limit(database, SEARCH_TIMEOUT, ADVICE, search);
  }
}
