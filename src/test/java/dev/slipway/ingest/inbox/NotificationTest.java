package dev.slipway.ingest.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.ingest.inbox.Notification.Claim;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NotificationTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(30);

  private final Notification notification = create();

  @Test
  void onlyTheLatestClaimIsValid() {
    var claim = new Claim(1, notification.body, 1, 0, 0, LATER);
    notification.tries = 1;
    assertThat(notification.isClaimedBy(claim)).isTrue();

    notification.replay(NOW);
    assertThat(notification.isClaimedBy(claim)).isFalse();
  }

  @Test
  void becomesDeadLetterWithTheLastFailure() {
    assertThat(notification.fail("first", 2, NOW, LATER)).isFalse();
    assertThat(notification.state).isEqualTo(NotificationState.RECEIVED);
    assertThat(notification.nextTryAt).isEqualTo(LATER);

    assertThat(notification.fail("second\n", 2, NOW, LATER)).isTrue();
    assertThat(notification.state).isEqualTo(NotificationState.DEAD);
    assertThat(notification.reason).isEqualTo("second?");
    assertThat(notification.settledAt).isEqualTo(NOW);
  }

  @Test
  void truncatesLongReasons() {
    notification.postpone("x".repeat(5_000), LATER);

    assertThat(notification.reason).hasSize(1_000);
  }

  @Test
  void replayRestoresTheStateOfANewNotification() {
    notification.fail("broken", 1, NOW, LATER);

    notification.replay(LATER);

    assertThat(notification.state).isEqualTo(NotificationState.RECEIVED);
    assertThat(notification.nextTryAt).isEqualTo(LATER);
    assertThat(notification.reason).isNull();
    assertThat(notification.failures).isZero();
    assertThat(notification.settledAt).isNull();
    assertThat(notification.replays).isEqualTo(1);
  }

  private static Notification create() {
    var notification = Notification.create(new byte[] {1}, "webhook", NOW);
    notification.id = 1L;
    return notification;
  }
}
