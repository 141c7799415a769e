package dev.slipway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.RandomId;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The statement in docs/upgrades.md that lets a version without media jobs read all videos. It runs
 * in a transaction that is rolled back, because it changes the videos of other tests.
 */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class GoBackStatementTest {
  private static final Pattern STATEMENT =
      Pattern.compile("```sql\\s+(update video .*?;)", Pattern.DOTALL);

  /** The only reasons of versions without media jobs. */
  private static final String[] EARLIER = {"NOT_A_VIDEO", "EMPTY", "INCOMPLETE"};

  @Inject AgroalDataSource database;

  @Test
  void leavesOnlyReasonsThatTheEarlierVersionKnows() throws Exception {
    try (var connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        for (var reason : Rejection.values()) {
          insert(connection, "REJECTED", reason);
        }
        insert(connection, "DELETED", Rejection.MALWARE);
        insert(connection, "READY", null);

        execute(connection, documentedStatement());

        assertThat(reasons(connection).keySet()).containsOnly(EARLIER);
        // Those of all new reasons, and the two that had this reason before or are deleted.
        assertThat(reasons(connection))
            .containsEntry("EMPTY", 1)
            .containsEntry("INCOMPLETE", 1)
            .containsEntry("NOT_A_VIDEO", Rejection.values().length - 1);
      } finally {
        connection.rollback();
      }
    }
  }

  private static String documentedStatement() throws IOException {
    var statement = STATEMENT.matcher(Files.readString(Path.of("docs/upgrades.md")));
    assertThat(statement.find()).isTrue();
    return statement.group(1);
  }

  private static void insert(Connection connection, String status, Rejection reason)
      throws SQLException {
    var sql =
        """
        insert into video (id, bucket, object_key, generation, latest, title, file_name, status,
            rejection, visibility, size, etag, stored_at, stored_by, catalogued_at, version, deleted_at)
          values (?, 'go-back', ?, 1, true, 'title', 'file.mp4', ?, ?, 'PRIVATE', 1, 'etag', now(),
            'NOTIFICATION', now(), 0, case when ? then now() end)
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, RandomId.random(new SecureRandom()).value());
      statement.setString(2, status + reason);
      statement.setString(3, status);
      statement.setString(4, reason == null ? null : reason.name());
      statement.setBoolean(5, status.equals("DELETED"));
      statement.executeUpdate();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql))
          .isGreaterThanOrEqualTo(Rejection.values().length - 2);
    }
  }

  /** The number of this test's videos for each reason. */
  private static Map<String, Integer> reasons(Connection connection) throws SQLException {
    var reasons = new TreeMap<String, Integer>();
    var sql =
        "select rejection, count(*) from video where bucket = 'go-back' and rejection is not null"
            + " group by rejection";
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        reasons.put(rows.getString(1), rows.getInt(2));
      }
    }
    return reasons;
  }
}
