package dev.slipway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.audit.AuditLog.Cause;
import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AuditLogTest {
  private static final Cause JOB = new Cause("bulk job #2", "192.0.2.7");

  @Inject AuditLog log;
  @Inject DataSource database;

  /** During an upgrade, replicas of this version work on the schema of the next one. */
  @Test
  void survivesAColumnThatTheNextVersionAdds() throws SQLException {
    // Of its own, because the driver would notice the change on the same connection.
    try (var migration = database.getConnection();
        var statement = migration.createStatement()) {
      recordOften();
      statement.execute("alter table audit_entry add column of_the_next_version text");
      try {
        recordOften();
      } finally {
        statement.execute("alter table audit_entry drop column of_the_next_version");
      }
      recordOften();
    }
  }

  /** The server keeps the plan of a statement that a connection has used some times. */
  private void recordOften() {
    for (var time = 0; time < 100; time++) {
      QuarkusTransaction.requiringNew()
          .run(() -> log.record("viewer", "video.changed", "subject", "title"));
    }
  }

  /** What the store or the application does is not from the address of a client. */
  @ParameterizedTest
  @CsvSource({"viewer, 192.0.2.7", "anonymous, 192.0.2.7", "system,", "store,"})
  void attributesABackgroundChangeToTheRequest(String actor, String address) {
    var subject = UUID.randomUUID().toString();

    QuarkusTransaction.requiringNew()
        .run(
            () ->
                log.attribute(
                    JOB,
                    () -> {
                      log.record(actor, "video.changed", subject, "title");
                      return null;
                    }));

    assertThat(QuarkusTransaction.requiringNew().call(() -> log.historyOf(subject).entries()))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.detail()).isEqualTo("title (bulk job #2)");
              assertThat(entry.address()).isEqualTo(address);
            });
  }
}
