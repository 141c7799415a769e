package dev.slipway.web.problem;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/** Limits how long the database searches for what a request asks. */
public final class SearchTimeout {
  /** PostgreSQL's code of a statement that was cancelled. */
  private static final Set<String> QUERY_CANCELED = Set.of("57014");

  private SearchTimeout() {}

  /**
   * Limits each statement of a search. Needs a transaction.
   *
   * @param advice how to narrow the search; shown to the client
   * @throws ProblemException {@code search-timeout}
   */
  public static <T> T limit(
      EntityManager database, Duration timeout, String advice, Supplier<T> search) {
    set(database, Long.toString(timeout.toMillis()));
    try {
      var result = search.get();
      set(database, "default");
      return result;
    } catch (RuntimeException error) {
      throw SqlStates.isCauseOf(error, QUERY_CANCELED)
          ? new ProblemException(ErrorCode.SEARCH_TIMEOUT, advice)
          : error;
    }
  }

  /** Until the transaction ends. */
  private static void set(EntityManager database, String value) {
    database.createNativeQuery("set local statement_timeout = " + value).executeUpdate();
  }
}
