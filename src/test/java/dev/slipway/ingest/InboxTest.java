package dev.slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedPartsResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedPartsResource.class)
class InboxTest {
  /** So far off that the running worker leaves them alone. */
  private static final Duration LATER = Duration.ofHours(1);

  @Inject Inbox inbox;
  @Inject NotificationsConfig config;

  @Test
  void givesOneToOneWorkerOnly() {
    var id = waiting();
    change(id, notification -> notification.nextTryAt = notification.receivedAt);

    var claims = inbox.claim(id).isPresent() ? 1 : 0;
    claims += inbox.claim(id).isPresent() ? 1 : 0;

    // The running worker may have been faster than both.
    assertThat(claims).isLessThanOrEqualTo(1);
    assertThat(get(id).tries).isEqualTo(1);
  }

  @Test
  void waitsForTheStoreAsLongAsThatTakes() {
    var id = waiting();
    for (var time = 0; time < 3 * config.tries(); time++) {
      inbox.postpone(attempt(id), "The store does not answer", LATER);
    }

    assertThat(get(id).state).isEqualTo(NotificationState.RECEIVED);
    assertThat(get(id).failures).isZero();
  }

  @Test
  void givesUpAfterSoManyFailuresOfItsOwn() {
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
  void leavesToALaterAttemptWhatALateOneBrings() {
    var id = waiting();
    var late = attempt(id);
    change(id, notification -> notification.tries++);

    inbox.settle(late, S3EventReader.Reading.nothing(Dialect.AWS), NotificationState.APPLIED, null);
    inbox.postpone(late, "too late", LATER);

    assertThat(get(id).state).isEqualTo(NotificationState.RECEIVED);
    assertThat(get(id).reason).isNull();
  }

  private static Inbox.Claim attempt(long id) {
    var notification = get(id);
    return new Inbox.Claim(id, notification.body, notification.tries, notification.replays);
  }

  private long waiting() {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var notification =
                  Notification.received(new byte[] {1}, "test", java.time.Instant.now());
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
