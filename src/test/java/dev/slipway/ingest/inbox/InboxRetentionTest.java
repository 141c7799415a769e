package dev.slipway.ingest.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.ingest.NotificationsConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class InboxRetentionTest {
  @Inject InboxRetention retention;
  @Inject NotificationsConfig config;
  @Inject EntityManager entities;

  @AfterEach
  void deleteNotifications() {
    change("delete from notification where transport = 'retention'");
  }

  @Test
  void deletesProcessedNotificationsAfterTheirRetention() {
    var now = Instant.now();
    insert(1, now.minus(config.keep()).minusSeconds(60), now.minus(config.keep()).minusSeconds(60));
    insert(1, now.minus(config.keep()), now.minus(config.keep()).plusSeconds(60));

    retention.deleteExpired(now);

    assertThat(count()).isEqualTo(1);
  }

  /** A replay gives old notifications a new end of processing. */
  @Test
  void bulkReplayDoesNotPostponeTheDeletionOfOthers() {
    var now = Instant.now();
    var old = now.minus(config.keep()).minus(Duration.ofDays(1));
    insert(2 * NotificationQueue.BATCH_SIZE, old, now);
    insert(3, old, old);
    insert(2 * NotificationQueue.BATCH_SIZE, now, now);

    retention.deleteExpired(now);

    assertThat(count()).isEqualTo(4L * NotificationQueue.BATCH_SIZE);
  }

  private void insert(int count, Instant receivedAt, Instant settledAt) {
    change(
        "insert into notification (received_at, transport, body, state, tries, failures,"
            + " next_try_at, settled_at) select timestamptz '%s', 'retention', '', 'APPLIED', 1, 0,"
                .formatted(receivedAt)
            + " now(), timestamptz '%s' from generate_series(1, %d)".formatted(settledAt, count));
  }

  private void change(String sql) {
    QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(sql).executeUpdate());
  }

  private long count() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                (Long)
                    entities
                        .createNativeQuery(
                            "select count(*) from notification where transport = 'retention'",
                            Long.class)
                        .getSingleResult());
  }
}
