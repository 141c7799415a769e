package dev.slipway.web.problem;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.exception.JDBCConnectionException;

/**
 * Whether something failed since the database is away or has no room: then trying again later makes
 * sense, and the request itself is not to blame.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error
 *     codes</a>
 */
public final class DatabaseUnavailable {
  /** Lost connection; too many connections; stopping or starting; a lock not got in time. */
  private static final List<String> STATES = List.of("08", "53", "57P", "55P03");

  /** The pool's own word, which carries no state. */
  private static final String NO_CONNECTION = "acquisition timeout";

  private DatabaseUnavailable() {}

  public static boolean isCauseOf(Throwable error) {
    return Stream.iterate(error, e -> e != null, Throwable::getCause)
        .anyMatch(
            e ->
                e instanceof JDBCConnectionException
                    || e instanceof SQLException sql && isAway(sql));
  }

  private static boolean isAway(SQLException error) {
    var state = error.getSQLState();
    if (state == null) {
      return String.valueOf(error.getMessage()).toLowerCase().contains(NO_CONNECTION);
    }
    return STATES.stream().anyMatch(state::startsWith);
  }
}
