package dev.slipway.ingest.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.format.Dialect;
import dev.slipway.ingest.format.NotificationParser;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class NotificationQueueTest {
  /** So far off that the running worker leaves them alone. */
  private static final Duration LATER = Duration.ofHours(1);

  @Inject NotificationQueue inbox;
  @Inject NotificationsConfig config;

  @Test
  void isClaimedByOneWorkerAtATime() {
    var id = waiting();
    change(id, notification -> notification.nextTryAt = notification.receivedAt);

    var claims = inbox.claim(id).isPresent() ? 1 : 0;
    claims += inbox.claim(id).isPresent() ? 1 : 0;

    // The running worker may have been faster than both.
    assertThat(claims).isLessThanOrEqualTo(1);
    assertThat(get(id).tries).isEqualTo(1);
  }

  @Test
  void postponingIsNoFailure() {
    var id = waiting();
    for (var time = 0; time < 3 * config.tries(); time++) {
      inbox.postpone(attempt(id), "The store does not answer", LATER);
    }

    assertThat(get(id).state).isEqualTo(NotificationState.RECEIVED);
    assertThat(get(id).failures).isZero();
  }

  @Test
  void becomesDeadLetterAfterTooManyFailures() {
    var id = waiting();
    change(id, notification -> notification.tries = 100);
    for (var time = 1; time < config.tries(); time++) {
      inbox.fail(attempt(id), "broken", LATER);
      assertThat(get(id).state).isEqualTo(NotificationState.RECEIVED);
    }

    inbox.fail(attempt(id), "broken\u0000 for good", LATER);

    assertThat(get(id).state).isEqualTo(NotificationState.DEAD);
    assertThat(get(id).reason).isEqualTo("broken? for good");
  }

  @Test
  void ignoresResultOfExpiredClaim() {
    var id = waiting();
    var late = attempt(id);
    change(id, notification -> notification.tries++);

    inbox.finish(
        late,
        NotificationParser.ParsedNotification.withoutEvents(Dialect.AWS),
        NotificationState.APPLIED,
        null);
    inbox.postpone(late, "too late", LATER);

    assertThat(get(id).state).isEqualTo(NotificationState.RECEIVED);
    assertThat(get(id).reason).isNull();
  }

  private static NotificationQueue.Claim attempt(long id) {
    var notification = get(id);
    return new NotificationQueue.Claim(
        id, notification.body, notification.tries, notification.replays);
  }

  private long waiting() {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var notification =
                  Notification.create(new byte[] {1}, "test", java.time.Instant.now());
              notification.nextTryAt = notification.receivedAt.plus(LATER);
              notification.persist();
              return notification.id;
            });
  }

  private static void change(long id, Consumer<Notification> change) {
    QuarkusTransaction.requiringNew().run(() -> change.accept(Notification.findById(id)));
  }

  private static Notification get(long id) {
    return QuarkusTransaction.requiringNew().call(() -> Notification.findById(id));
  }
}
