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
  private static final byte[] ODD = {'{', 0, (byte) 0xff, '"'};

  private static final String TRANSPORT = "receipt";

  @Inject InboxWriter receipts;
  @Inject Clock clock;

  /** They would be dead soon, and other tests count those. */
  @AfterEach
  void forget() {
    QuarkusTransaction.requiringNew().run(() -> Notification.delete("transport", TRANSPORT));
  }

  @Test
  void storesEveryByte() {
    var id = receipts.write(ODD, TRANSPORT);

    var notification = get(id);
    assertThat(notification.body).isEqualTo(ODD);
    assertThat(notification.transport).isEqualTo(TRANSPORT);
    assertThat(notification.replays).isZero();
  }

  @Test
  void storesTheTimeOfReceipt() {
    var before = clock.instant().truncatedTo(ChronoUnit.MICROS);

    var receivedAt = get(receipts.write(ODD, TRANSPORT)).receivedAt;

    assertThat(receivedAt).isBetween(before, clock.instant());
  }

  @Test
  void failsWhenDatabaseIsUnavailable() {
    var away = new InboxWriter(new AwayDatabase(), clock);

    assertThatThrownBy(() -> away.write(ODD, TRANSPORT)).matches(DatabaseUnavailable::isCauseOf);
  }

  private static Notification get(long id) {
    return QuarkusTransaction.requiringNew().call(() -> Notification.findById(id));
  }

  private static final class AwayDatabase extends PGSimpleDataSource {
    @Override
    public Connection getConnection() throws SQLException {
      throw new SQLException("Connection refused", "08001");
    }
  }
}
