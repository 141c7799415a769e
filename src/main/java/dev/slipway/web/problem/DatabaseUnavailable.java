package dev.slipway.web.problem;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.hibernate.exception.JDBCConnectionException;

/**
 * Recognises errors that an unavailable or overloaded database causes. They are temporary, so
 * retrying later makes sense; the request or the data is not at fault.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error
 *     codes</a>
 */
public final class DatabaseUnavailable {
  /**
   * Prefixes of SQL states: connection lost (08), insufficient resources such as too many
   * connections (53), shutting down or starting (57P), a standby that was not promoted yet (25006,
   * read-only), lock not available in time (55P03), chosen to end a deadlock (40P01).
   */
  private static final List<String> SQL_STATES =
      List.of("08", "53", "57P", "25006", "55P03", "40P01");

  /** Those that only concern the rows of the statement. */
  private static final Set<String> LOCK_STATES = Set.of("55P03", "40P01");

  /** The connection pool's message; its exception carries no SQL state. */
  private static final String POOL_TIMEOUT = "acquisition timeout";

  private DatabaseUnavailable() {}

  /**
   * Whether the cause is that another transaction holds a lock. The database can execute statements
   * on other rows.
   */
  public static boolean isLockOf(Throwable error) {
    return SqlStates.isCauseOf(error, LOCK_STATES);
  }

  public static boolean isCauseOf(Throwable error) {
    return SqlStates.causes(error)
        .anyMatch(
            e ->
                e instanceof JDBCConnectionException
                    || e instanceof SQLException sql && isUnavailable(sql));
  }

  private static boolean isUnavailable(SQLException error) {
    var state = error.getSQLState();
    if (state == null) {
      return String.valueOf(error.getMessage()).toLowerCase().contains(POOL_TIMEOUT);
    }
    return SQL_STATES.stream().anyMatch(state::startsWith);
  }
}
