package dev.slipway.web.problem;

import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Stream;

/** Recognises errors by the code that the database gives them. */
public final class SqlStates {
  private SqlStates() {}

  /**
   * Whether the error, or what caused it, has one of the states.
   *
   * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error
   *     codes</a>
   */
  public static boolean isCauseOf(Throwable error, Set<String> states) {
    return causes(error)
        .anyMatch(
            cause ->
                cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && states.contains(sql.getSQLState()));
  }

  /** The error, and the chain of its causes. */
  static Stream<Throwable> causes(Throwable error) {
    return Stream.iterate(error, cause -> cause != null, Throwable::getCause);
  }
}
