package dev.slipway.ingest.inbox;

import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.format.ParsedNotification;
import dev.slipway.ingest.format.S3Event;
import dev.slipway.ingest.inbox.Notification.Claim;
import dev.slipway.web.SafeText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The steps of every notification: it is stored, claimed, compared with applied ones and finished.
 * Each step is one SQL statement, which is its own transaction and one round trip, because stores
 * send notifications as fast as they are acknowledged. So these steps avoid Hibernate, which needs
 * three statements to change a row and writes the unchanged body again.
 *
 * <p>All methods throw {@link PersistenceException} if the database doesn't answer or rejects the
 * statement.
 */
@ApplicationScoped
class InboxStatements {
  private static final String WRITE =
      "insert into notification"
          + " (received_at, next_try_at, transport, body, state, tries, failures)"
          + " values (?, ?, ?, ?, 'RECEIVED', 0, 0) returning id";

  /**
   * A row that is locked is being claimed: waiting for it would end with nothing to do. Received
   * notifications are those that aren't settled. Naming the state would let PostgreSQL choose the
   * index of due notifications, which is long after an outage, instead of the primary key.
   */
  static final String CLAIM =
      "update notification set tries = tries + 1, interruptions = interruptions + 1,"
          + " next_try_at = ? where id = (select id from notification where id = ?"
          + " and settled_at is null and next_try_at <= ? for no key update skip locked)"
          + " returning body, tries, replays, interruptions - 1";

  private static final String IS_SUPERSEDED =
      "select exists (select from notification where object_key = ? and bucket = ?"
          + " and state = 'APPLIED' and (sequencer > ? or sequencer = ? and event_name = ?))";

  private static final String CLAIMED =
      " where id = ? and tries = ? and replays = ? and settled_at is null";

  private static final String OUTCOME =
      "update notification set state = ?, reason = ?, interruptions = 0, settled_at = ?,"
          + " dialect = ?";

  /** An attempt that could not read an event keeps the one that an earlier attempt has read. */
  private static final String FINISH = OUTCOME + CLAIMED;

  static final String FINISH_WITH_EVENT =
      OUTCOME
          + ", event_name = ?, bucket = ?, object_key = ?, sequencer = ?, event_at = ?"
          + CLAIMED;

  private final DataSource database;
  private final NotificationsConfig config;
  private final Clock clock;

  InboxStatements(DataSource database, NotificationsConfig config, Clock clock) {
    this.database = database;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Stores a body that is to be processed.
   *
   * @return the notification's id
   */
  long write(byte[] body, String transport) {
    var now = atOffset(clock.instant());
    return execute(
        WRITE,
        statement -> {
          statement.setObject(1, now);
          statement.setObject(2, now);
          statement.setString(3, transport);
          statement.setBytes(4, body);
          return first(statement, row -> row.getLong(1)).orElseThrow();
        });
  }

  /**
   * Claims a notification for one attempt. Until the lease ends no other worker can claim it. If
   * this process dies, another worker claims it after that.
   *
   * @return empty if the notification is not due, or is claimed by another worker
   */
  Optional<Claim> claim(long id) {
    var now = clock.instant();
    return execute(
        CLAIM,
        statement -> {
          statement.setObject(1, atOffset(now.plus(config.lease())));
          statement.setLong(2, id);
          statement.setObject(3, atOffset(now));
          return first(
              statement,
              row -> new Claim(id, row.getBytes(1), row.getInt(2), row.getInt(3), row.getInt(4)));
        });
  }

  /**
   * Whether the same or a newer event of the same object was applied before, by the store's own
   * order. The sync at that time saw the result of this event too, so another sync is unnecessary.
   * If the order was wrong, for example after the store's clock was set back, reconciliation
   * corrects the catalogue.
   */
  boolean isSuperseded(S3Event event) {
    if (event.sequencer() == null) {
      return false;
    }
    return execute(
        IS_SUPERSEDED,
        statement -> {
          statement.setString(1, event.key().value());
          statement.setString(2, event.bucket());
          statement.setString(3, event.sequencer().text());
          statement.setString(4, event.sequencer().text());
          statement.setString(5, event.name());
          return first(statement, row -> row.getBoolean(1)).orElseThrow();
        });
  }

  /**
   * Ends the processing with an outcome, and records the first event. Does nothing if the claim is
   * no longer the latest one: another attempt may have begun after the lease ended, or an
   * administrator may have replayed the notification.
   *
   * @param reason may be null
   */
  void finish(Claim claim, ParsedNotification parsed, NotificationState outcome, String reason) {
    var event = parsed.events().stream().findFirst();
    execute(
        event.isPresent() ? FINISH_WITH_EVENT : FINISH,
        statement -> {
          statement.setString(1, outcome.name());
          statement.setString(2, Notification.storableReason(reason));
          statement.setObject(3, atOffset(clock.instant()));
          statement.setString(4, parsed.dialect() == null ? null : parsed.dialect().value());
          var next = event.isPresent() ? setEvent(statement, event.get()) : 5;
          statement.setLong(next, claim.id());
          statement.setInt(next + 1, claim.tries());
          statement.setInt(next + 2, claim.replays());
          return statement.executeUpdate();
        });
  }

  /** Returns the index of the next parameter. */
  private static int setEvent(PreparedStatement statement, S3Event event) throws SQLException {
    var sequencer = event.sequencer() == null ? null : event.sequencer().text();
    var occurredAt = event.occurredAt() == null ? null : atOffset(event.occurredAt());
    statement.setString(5, event.name());
    statement.setString(6, SafeText.replaceControlCharacters(event.bucket()));
    statement.setString(7, SafeText.replaceControlCharacters(event.key().value()));
    statement.setString(8, sequencer);
    statement.setObject(9, occurredAt, Types.TIMESTAMP_WITH_TIMEZONE);
    return 10;
  }

  private <T> T execute(String sql, Query<PreparedStatement, T> query) {
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      return query.apply(statement);
    } catch (SQLException e) {
      throw new PersistenceException(
          "The inbox can't be read or written (SQL state %s)".formatted(e.getSQLState()), e);
    }
  }

  private static <T> Optional<T> first(PreparedStatement statement, Query<ResultSet, T> mapper)
      throws SQLException {
    try (var rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(mapper.apply(rows)) : Optional.empty();
    }
  }

  /** The driver has no conversion of an {@link Instant}. */
  private static OffsetDateTime atOffset(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private interface Query<S, T> {
    T apply(S source) throws SQLException;
  }
}
