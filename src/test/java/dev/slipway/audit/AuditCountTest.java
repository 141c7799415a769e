package dev.slipway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.web.BoundedCount;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** How many entries a filter selects. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AuditCountTest {
  private final String subject = UUID.randomUUID().toString();

  @Inject AuditEntries entries;
  @Inject AuditLog log;
  @Inject DataSource database;

  @Test
  void countsWhatEachFilterSelects() {
    record("thing.moved");
    record("thing.painted");
    record("other.moved");
    record("something.moved");

    assertCount(null, 4);
    assertCount("thing.", 2);
    assertCount("thing.moved", 1);
    assertCount("thing.sold", 0);
    assertThat(entries.count(AuditFilter.parse(null, "thing.", null, null, null, null, null)))
        .hasValueSatisfying(count -> assertThat(count.value()).isGreaterThanOrEqualTo(2));
  }

  @Test
  void doesNotSearchWordsOnlyToCount() {
    assertThat(entries.count(AuditFilter.parse(null, null, null, null, null, null, "word")))
        .isEmpty();
  }

  @Test
  void theListDoesNotWaitForTheNumber() throws SQLException {
    try (var other = database.getConnection()) {
      other.setAutoCommit(false);
      try (var statement = other.createStatement()) {
        statement.execute("lock table audit_entry in access exclusive mode");
        assertThat(entries.count(AuditFilter.ALL)).isEmpty();
      } finally {
        other.rollback();
      }
    }
  }

  private void assertCount(String action, long expected) {
    assertThat(entries.count(AuditFilter.parse(null, action, subject, null, null, null, null)))
        .hasValue(new BoundedCount(expected, true));
  }

  private void record(String action) {
    QuarkusTransaction.requiringNew().run(() -> log.record("admin", action, subject, null));
  }
}
