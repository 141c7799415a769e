package dev.slipway.ingest.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.ingest.format.Dialect;
import dev.slipway.ingest.format.ParsedNotification;
import dev.slipway.ingest.format.S3Event;
import dev.slipway.ingest.format.Sequencer;
import dev.slipway.storage.ObjectKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotificationTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(30);

  private final Notification notification = create();

  @Test
  void isDueUntilItIsClaimed() {
    assertThat(notification.isDue(NOW.minusMillis(1))).isFalse();
    assertThat(notification.isDue(NOW)).isTrue();

    notification.claim(LATER);

    assertThat(notification.isDue(LATER.minusMillis(1))).isFalse();
    assertThat(notification.isDue(LATER)).isTrue();
  }

  @Test
  void onlyTheLatestClaimIsValid() {
    var first = notification.claim(LATER);
    assertThat(notification.isClaimedBy(first)).isTrue();

    var second = notification.claim(LATER);
    assertThat(notification.isClaimedBy(first)).isFalse();
    assertThat(notification.isClaimedBy(second)).isTrue();

    notification.replay(NOW);
    assertThat(notification.isClaimedBy(second)).isFalse();
  }

  @Test
  void finishingEndsTheClaimAndDescribesTheFirstEvent() {
    var claim = notification.claim(LATER);
    var event =
        new S3Event(
            "ObjectCreated:Put",
            "videos\u0000",
            new ObjectKey("videos/1"),
            new Sequencer("18EB"),
            NOW.minusSeconds(1));

    notification.finish(
        new ParsedNotification(Dialect.AWS, List.of(event), null),
        NotificationState.APPLIED,
        null,
        NOW);

    assertThat(notification.state).isEqualTo(NotificationState.APPLIED);
    assertThat(notification.isDue(LATER)).isFalse();
    assertThat(notification.isClaimedBy(claim)).isFalse();
    assertThat(notification.settledAt).isEqualTo(NOW);
    assertThat(notification.dialect).isEqualTo("aws");
    assertThat(notification.eventName).isEqualTo("ObjectCreated:Put");
    assertThat(notification.bucket).as("without control characters").isEqualTo("videos?");
    assertThat(notification.objectKey).isEqualTo("videos/1");
    assertThat(notification.sequencer).isEqualTo("18eb");
    assertThat(notification.eventAt).isEqualTo(NOW.minusSeconds(1));
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
    notification.claim(LATER);
    notification.fail("broken", 1, NOW, LATER);

    notification.replay(LATER);

    assertThat(notification.state).isEqualTo(NotificationState.RECEIVED);
    assertThat(notification.isDue(LATER)).isTrue();
    assertThat(notification.reason).isNull();
    assertThat(notification.failures).isZero();
    assertThat(notification.settledAt).isNull();
    assertThat(notification.claim(LATER).isReplay()).isTrue();
  }

  private static Notification create() {
    var notification = Notification.create(new byte[] {1}, "webhook", NOW);
    notification.id = 1L;
    return notification;
  }
}
