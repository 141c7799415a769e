package dev.slipway.web;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** During an upgrade, replicas of this version work on the schema of the next one. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class NativeQueriesTest {
  @Inject DataSource database;

  private final ApiClient admin = ApiClient.as("admin");

  @ParameterizedTest
  @CsvSource({"/api/accounts, account", "/api/audit, audit_entry"})
  void surviveAColumnThatTheNextVersionAdds(String path, String table) throws SQLException {
    // Of its own, because the driver would notice the change on the same connection.
    try (var migration = database.getConnection();
        var statement = migration.createStatement()) {
      requestOften(path);
      statement.execute("alter table " + table + " add column of_the_next_version text");
      try {
        requestOften(path);
      } finally {
        statement.execute("alter table " + table + " drop column of_the_next_version");
      }
      requestOften(path);
    }
  }

  /** The server keeps the plan of a statement that a connection has used some times. */
  private void requestOften(String path) {
    for (var time = 0; time < 50; time++) {
      admin.request().get(path).then().statusCode(200);
    }
  }
}
