package dev.slipway.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The statements in docs/operations.md that revoke rights after a restore. They run in a
 * transaction that is rolled back, because they end the sessions of other tests.
 */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class RevocationStatementsTest {
  private static final Pattern STATEMENT =
      Pattern.compile("^delete from (\\w+);$", Pattern.MULTILINE);

  @Inject AgroalDataSource database;

  @Test
  void endWhatTheRestoredDatabaseAllows() throws Exception {
    ApiClient.as("creator").request().get("/api/me").then().statusCode(200);
    try (var connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        assertThat(count(connection, "login_session")).isPositive();

        for (var table : documentedTables()) {
          execute(connection, "delete from " + table);
          assertThat(count(connection, table)).isZero();
        }

        assertThat(count(connection, "oidc_session")).isZero();
        assertThat(documentedTables()).hasSize(6);
      } finally {
        connection.rollback();
      }
    }
  }

  private static List<String> documentedTables() throws IOException {
    return STATEMENT
        .matcher(Files.readString(Path.of("docs/operations.md")))
        .results()
        .map(statement -> statement.group(1))
        .toList();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
