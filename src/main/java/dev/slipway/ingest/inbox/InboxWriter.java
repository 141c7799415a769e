package dev.slipway.ingest.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import javax.sql.DataSource;

/**
 * Writes into the inbox what comes, by the shortest way: one statement that is a transaction of its
 * own. The store waits for it, and a sender with one connection sends nothing else meanwhile.
 */
@ApplicationScoped
class InboxWriter {
  private static final String INSERT =
      "insert into notification"
          + " (received_at, next_try_at, transport, body, state, tries, failures)"
          + " values (?, ?, ?, ?, 'RECEIVED', 0, 0) returning id";

  private final DataSource database;
  private final Clock clock;

  InboxWriter(DataSource database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Keeps a body for good, to be applied.
   *
   * @return the notification's id
   * @throws PersistenceException where the database has not kept it
   */
  long write(byte[] body, String transport) {
    try (var connection = database.getConnection()) {
      return insert(connection, body, transport);
    } catch (SQLException e) {
      throw new PersistenceException("A notification could not be kept", e);
    }
  }

  private long insert(Connection connection, byte[] body, String transport) throws SQLException {
    var now = clock.instant().atOffset(ZoneOffset.UTC);
    try (var statement = connection.prepareStatement(INSERT)) {
      statement.setObject(1, now);
      statement.setObject(2, now);
      statement.setString(3, transport);
      statement.setBytes(4, body);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
