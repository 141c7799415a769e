package dev.slipway.ingest.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class InboxServiceTest {
  @Inject InboxService inbox;

  @AfterEach
  void deleteNotifications() {
    execute("delete from notification where transport = 'counted'");
  }

  /** The oldest one is due last, because it has failed. */
  @Test
  void findsTheOldestNotificationBehindThoseThatItCounts() {
    insertReceived("2001-01-01", "2199-01-01");
    insertReceived("2001-01-02", "2198-01-01");

    var few = inbox.countBacklog(1);
    var all = inbox.countBacklog(1_000_000);

    assertThat(few.waiting()).isEqualTo(1);
    assertThat(few.waitingIsExact()).isFalse();
    assertThat(few.oldestReceivedAt()).isEqualTo(Instant.parse("2001-01-01T00:00:00Z"));
    assertThat(all.waiting()).isGreaterThanOrEqualTo(2);
    assertThat(all.waitingIsExact()).isTrue();
    assertThat(all.oldestReceivedAt()).isEqualTo(few.oldestReceivedAt());
  }

  @Test
  void saysWhetherThereAreMoreDeadLetters() {
    for (var i = 0; i < 2; i++) {
      execute(
          "insert into notification (received_at, transport, body, state, reason, tries, failures,"
              + " next_try_at, settled_at) values (now(), 'counted', '\\x7b', 'DEAD', 'unreadable',"
              + " 1, 1, now(), now())");
    }

    assertThat(inbox.countBacklog(1).dead()).isEqualTo(1);
    assertThat(inbox.countBacklog(1).deadIsExact()).isFalse();
    assertThat(inbox.countBacklog(1_000_000).dead()).isGreaterThanOrEqualTo(2);
    assertThat(inbox.countBacklog(1_000_000).deadIsExact()).isTrue();
  }

  private void insertReceived(String receivedAt, String dueAt) {
    execute(
        ("insert into notification (received_at, transport, body, state, tries, failures,"
                + " next_try_at) values (timestamptz '%s 00:00Z', 'counted', '\\x7b', 'RECEIVED', 0,"
                + " 0, timestamptz '%s 00:00Z')")
            .formatted(receivedAt, dueAt));
  }

  private static void execute(String sql) {
    QuarkusTransaction.requiringNew()
        .run(() -> Notification.getEntityManager().createNativeQuery(sql).executeUpdate());
  }
}
