package dev.slipway.ingest.inbox;

import static dev.slipway.ingest.inbox.StoredNotifications.change;
import static dev.slipway.ingest.inbox.StoredNotifications.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.inbox.Notification.Claim;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class NotificationQueueTest {
  /** Far enough in the future that the running worker does not claim the test's notifications. */
  private static final Duration LATER = Duration.ofHours(1);

  @Inject NotificationQueue queue;
  @Inject NotificationProcessor processor;
  @Inject NotificationsConfig config;
  @Inject Clock clock;

  /** Otherwise a notification that kills the application would do so for ever. */
  @Test
  void becomesDeadLetterAfterTooManyAttemptsWithoutAResult() {
    var id = waiting();
    change(
        id,
        notification -> {
          notification.tries = config.tries();
          notification.interruptions = config.tries();
          notification.nextTryAt = clock.instant();
        });

    processor.process(id);

    assertThat(get(id).state).isEqualTo(NotificationState.DEAD);
    assertThat(get(id).reason).startsWith(config.tries() + " attempts in succession ended");
  }

  @Test
  void postponingIsNoFailure() {
    var id = waiting();
    change(
        id,
        notification -> {
          notification.tries = 2;
          notification.interruptions = 2;
        });
    for (var attempt = 0; attempt < 3 * config.tries(); attempt++) {
      queue.postpone(currentClaim(id), "The store does not answer", LATER);
    }

    assertThat(get(id).state).isEqualTo(NotificationState.RECEIVED);
    assertThat(get(id).failures).isZero();
    assertThat(get(id).interruptions).isZero();
  }

  @Test
  void becomesDeadLetterAfterTooManyFailures() {
    var id = waiting();
    change(id, notification -> notification.tries = 100);
    for (var failure = 1; failure < config.tries(); failure++) {
      assertThat(queue.fail(currentClaim(id), "broken", LATER)).isFalse();
      assertThat(get(id).state).isEqualTo(NotificationState.RECEIVED);
    }

    assertThat(queue.fail(currentClaim(id), "broken\u0000 for good", LATER)).isTrue();

    assertThat(get(id).state).isEqualTo(NotificationState.DEAD);
    assertThat(get(id).reason).isEqualTo("broken? for good");
  }

  @Test
  void ignoresResultOfExpiredClaim() {
    var id = waiting();
    var expired = currentClaim(id);
    change(id, notification -> notification.tries++);

    queue.postpone(expired, "too late", LATER);
    assertThat(queue.fail(expired, "too late", LATER)).isFalse();

    assertThat(get(id).state).isEqualTo(NotificationState.RECEIVED);
    assertThat(get(id).reason).isNull();
    assertThat(get(id).failures).isZero();
  }

  private static Claim currentClaim(long id) {
    var notification = get(id);
    return new Claim(
        id, notification.body, notification.tries, notification.replays, 0, notification.nextTryAt);
  }

  private long waiting() {
    return StoredNotifications.insert(new byte[] {1}, "test", clock.instant().plus(LATER));
  }
}
