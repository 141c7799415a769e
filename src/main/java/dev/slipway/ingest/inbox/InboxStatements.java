package dev.slipway.ingest.inbox;

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * The steps of every notification: it is stored, claimed, compared with applied ones and finished.
 * Each step is one SQL statement, which is its own transaction and one round trip, because stores
 * send notifications as fast as they are acknowledged. So these steps avoid Hibernate, which needs
 * three statements to change a row and writes the unchanged body again. Storing and finishing take
 * several notifications at once, so that those of concurrent callers share a transaction.
 *
 * <p>All methods throw {@link PersistenceException} if the database doesn't answer or rejects the
 * statement.
 */
@ApplicationScoped
class InboxStatements {
  private static final String WRITE =
      "insert into notification"
          + " (received_at, next_try_at, tries, interruptions, transport, body, state, failures)"
          + " select ?, ?, ?, ?, transport, body, 'RECEIVED', 0"
          + " from unnest(?, ?) as received (transport, body) returning id";

  /**
   * Reverts claims whose attempt has not begun, or has met an outage. The end of the lease tells
   * them from later claims, which look the same otherwise.
   */
  private static final String RELEASE =
      "update notification set tries = 0, interruptions = 0, next_try_at = ?"
          + " where (id, next_try_at) in (select * from unnest(?, ?)) and tries = 1"
          + " and interruptions = 1 and replays = 0 and settled_at is null";

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

  private static final String RENEW = "update notification set next_try_at = ?" + CLAIMED;

  private static final String OUTCOME =
      "update notification set state = ?, reason = ?, interruptions = 0, settled_at = ?,"
          + " dialect = ?";

  private static final String FINISH = OUTCOME + CLAIMED;

  static final String FINISH_WITH_EVENT =
      OUTCOME
          + ", event_name = ?, bucket = ?, object_key = ?, sequencer = ?, event_at = ?"
          + CLAIMED;

  private final DataSource database;
  private final ClaimLease lease;
  private final Clock clock;

  InboxStatements(DataSource database, ClaimLease lease, Clock clock) {
    this.database = database;
    this.lease = lease;
    this.clock = clock;
  }

  /**
   * Stores bodies that any process may claim.
   *
   * @return the notifications' ids, in the order of the bodies
   */
  List<Long> write(List<Received> bodies) {
    var now = clock.instant();
    return insert(bodies, now, now, 0);
  }

  /**
   * Stores bodies with the first claim, which saves a statement for each of them. If this process
   * dies before it has processed them, another worker claims them when the lease ends.
   *
   * @return the claims, in the order of the bodies
   */
  List<Claim> writeClaimed(List<Received> bodies) {
    var now = clock.instant();
    var leaseEnd = lease.endAfter(now);
    var ids = insert(bodies, now, leaseEnd, 1);
    var claims = new ArrayList<Claim>();
    for (var index = 0; index < ids.size(); index++) {
      claims.add(new Claim(ids.get(index), bodies.get(index).body(), 1, 0, 0, leaseEnd));
    }
    return claims;
  }

  private List<Long> insert(
      List<Received> bodies, Instant receivedAt, Instant nextTryAt, int attempts) {
    return execute(
        WRITE,
        statement -> {
          var connection = statement.getConnection();
          statement.setObject(1, atOffset(receivedAt));
          statement.setObject(2, atOffset(nextTryAt));
          statement.setInt(3, attempts);
          statement.setInt(4, attempts);
          statement.setArray(
              5,
              connection.createArrayOf(
                  "text", bodies.stream().map(Received::transport).toArray(String[]::new)));
          statement.setArray(
              6,
              connection.createArrayOf(
                  "bytea", bodies.stream().map(Received::body).toArray(byte[][]::new)));
          var ids = new ArrayList<Long>();
          try (var rows = statement.executeQuery()) {
            while (rows.next()) {
              ids.add(rows.getLong(1));
            }
          }
          return ids;
        });
  }

  /** Lets any worker claim at once what was stored with a claim and has no result. */
  void release(Collection<Claim> claims) {
    execute(
        RELEASE,
        statement -> {
          var connection = statement.getConnection();
          var ids = claims.stream().map(Claim::id).toArray(Long[]::new);
          var leaseEnds = claims.stream().map(claim -> atOffset(claim.leaseEnd())).toArray();
          statement.setObject(1, atOffset(clock.instant()));
          statement.setArray(2, connection.createArrayOf("bigint", ids));
          statement.setArray(3, connection.createArrayOf("timestamptz", leaseEnds));
          return statement.executeUpdate();
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
    var leaseEnd = lease.endAfter(now);
    return execute(
        CLAIM,
        statement -> {
          statement.setObject(1, atOffset(leaseEnd));
          statement.setLong(2, id);
          statement.setObject(3, atOffset(now));
          return first(
              statement,
              row ->
                  new Claim(
                      id, row.getBytes(1), row.getInt(2), row.getInt(3), row.getInt(4), leaseEnd));
        });
  }

  /**
   * Begins the lease of a claim again.
   *
   * @return when it ends; empty if another worker has claimed the notification meanwhile
   */
  Optional<Instant> renew(Claim claim) {
    var leaseEnd = lease.endAfter(clock.instant());
    return execute(
        RENEW,
        statement -> {
          statement.setObject(1, atOffset(leaseEnd));
          statement.setLong(2, claim.id());
          statement.setInt(3, claim.tries());
          statement.setInt(4, claim.replays());
          return statement.executeUpdate() == 1 ? Optional.of(leaseEnd) : Optional.empty();
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
   * Ends the processing of notifications. Leaves those whose claim is no longer the latest one:
   * another attempt may have begun after the lease ended, or an administrator may have replayed the
   * notification. Those with an event and those without one are two transactions, and repeating
   * either has no effect.
   *
   * @return for each whether it is finished now
   */
  List<Boolean> finish(List<Outcome> outcomes) {
    // In the order of ids, so that two processes never wait for each other.
    var byEvent =
        outcomes.stream()
            .sorted(Comparator.comparing(outcome -> outcome.claim().id()))
            .collect(Collectors.partitioningBy(outcome -> outcome.event().isPresent()));
    var finished = new HashSet<Claim>();
    finish(FINISH_WITH_EVENT, byEvent.get(true), finished);
    finish(FINISH, byEvent.get(false), finished);
    return outcomes.stream().map(outcome -> finished.contains(outcome.claim())).toList();
  }

  /** The driver sends all in one round trip and one transaction. */
  private void finish(String sql, List<Outcome> outcomes, Set<Claim> finished) {
    if (outcomes.isEmpty()) {
      return;
    }
    var now = atOffset(clock.instant());
    var changed =
        execute(
            sql,
            statement -> {
              for (var outcome : outcomes) {
                setOutcome(statement, outcome, now);
                statement.addBatch();
              }
              return statement.executeBatch();
            });
    for (var index = 0; index < changed.length; index++) {
      if (changed[index] > 0) {
        finished.add(outcomes.get(index).claim());
      }
    }
  }

  private static void setOutcome(PreparedStatement statement, Outcome outcome, OffsetDateTime now)
      throws SQLException {
    var dialect = outcome.parsed().dialect();
    statement.setString(1, outcome.state().name());
    statement.setString(2, Notification.storableReason(outcome.reason()));
    statement.setObject(3, now);
    statement.setString(4, dialect == null ? null : dialect.value());
    var event = outcome.event();
    var next = event.isPresent() ? setEvent(statement, event.get()) : 5;
    statement.setLong(next, outcome.claim().id());
    statement.setInt(next + 1, outcome.claim().tries());
    statement.setInt(next + 2, outcome.claim().replays());
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

  /** The body of a notification, unchanged, and how it arrived. */
  record Received(byte[] body, String transport) {}

  /**
   * How the processing of a notification ended.
   *
   * @param parsed whose first event is recorded; without one, that of an earlier attempt is kept
   * @param reason may be null
   */
  record Outcome(Claim claim, ParsedNotification parsed, NotificationState state, String reason) {
    private Optional<S3Event> event() {
      return parsed.events().stream().findFirst();
    }
  }
}
