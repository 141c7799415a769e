package dev.slipway.ingest.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import javax.sql.DataSource;

/**
 * Writes new notifications with a single SQL statement, which is its own transaction. The store
 * waits for the response, and a sender with one connection sends nothing else meanwhile, so this
 * path avoids Hibernate.
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
   * Stores a body that is to be processed.
   *
   * @return the notification's id
   * @throws PersistenceException if the database did not store it
   */
  long write(byte[] body, String transport) {
    try (var connection = database.getConnection()) {
      return insert(connection, body, transport);
    } catch (SQLException e) {
      throw new PersistenceException("A notification could not be stored", e);
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
