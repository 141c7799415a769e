package dev.slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedPartsResource;
import dev.slipway.web.DatabaseAway;
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
@WithTestResource(EmbeddedPartsResource.class)
class ReceiptsTest {
  private static final byte[] ODD = {'{', 0, (byte) 0xff, '"'};

  private static final String TRANSPORT = "receipt";

  @Inject Receipts receipts;
  @Inject Clock clock;

  /** They would be dead soon, and other tests count those. */
  @AfterEach
  void forget() {
    QuarkusTransaction.requiringNew().run(() -> Notification.delete("transport", TRANSPORT));
  }

  @Test
  void keepsEveryByte() {
    var id = receipts.keep(ODD, TRANSPORT);

    var notification = get(id);
    assertThat(notification.body).isEqualTo(ODD);
    assertThat(notification.transport).isEqualTo(TRANSPORT);
    assertThat(notification.replays).isZero();
  }

  @Test
  void knowsWhenItCame() {
    var before = clock.instant().truncatedTo(ChronoUnit.MICROS);

    var receivedAt = get(receipts.keep(ODD, TRANSPORT)).receivedAt;

    assertThat(receivedAt).isBetween(before, clock.instant());
  }

  @Test
  void saysThatTheDatabaseIsAway() {
    var away = new Receipts(new AwayDatabase(), clock);

    assertThatThrownBy(() -> away.keep(ODD, TRANSPORT)).matches(DatabaseAway::isCauseOf);
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
