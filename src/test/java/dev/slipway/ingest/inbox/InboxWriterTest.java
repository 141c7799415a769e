package dev.slipway.ingest.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.web.problem.DatabaseUnavailable;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class InboxWriterTest {
  private static final byte[] BODY = {'{', 0, (byte) 0xff, '"'};

  private static final String TRANSPORT = "receipt";

  @Inject InboxWriter writer;
  @Inject Clock clock;

  /** They would soon become dead letters, which other tests count. */
  @AfterEach
  void deleteNotifications() {
    QuarkusTransaction.requiringNew().run(() -> Notification.delete("transport", TRANSPORT));
  }

  @Test
  void storesEveryByte() {
    var id = writer.write(BODY, TRANSPORT);

    var notification = get(id);
    assertThat(notification.body).isEqualTo(BODY);
    assertThat(notification.transport).isEqualTo(TRANSPORT);
    assertThat(notification.replays).isZero();
  }

  @Test
  void storesTheTimeOfReceipt() {
    var before = clock.instant().truncatedTo(ChronoUnit.MICROS);

    var receivedAt = get(writer.write(BODY, TRANSPORT)).receivedAt;

    assertThat(receivedAt).isBetween(before, clock.instant());
  }

  @Test
  void failsWhenDatabaseIsUnavailable() {
    var unavailable = new InboxWriter(new UnavailableDatabase(), clock);

    assertThatThrownBy(() -> unavailable.write(BODY, TRANSPORT))
        .matches(DatabaseUnavailable::isCauseOf);
  }

  private static Notification get(long id) {
    return QuarkusTransaction.requiringNew().call(() -> Notification.findById(id));
  }

  private static final class UnavailableDatabase extends PGSimpleDataSource {
    @Override
    public Connection getConnection() throws SQLException {
      throw new SQLException("Connection refused", "08001");
    }
  }
}
