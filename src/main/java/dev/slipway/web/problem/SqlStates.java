package dev.slipway.web.problem;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
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

  /**
   * The error, and the chain of its causes, each with what it suppresses: the transaction manager
   * adds the reason why a commit failed in this way.
   */
  static Stream<Throwable> causes(Throwable error) {
    return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
        .flatMap(
            cause ->
                Stream.concat(
                    Stream.of(cause),
                    Arrays.stream(cause.getSuppressed()).flatMap(SqlStates::causes)));
  }
}
