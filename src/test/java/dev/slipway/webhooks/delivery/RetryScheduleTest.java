package dev.slipway.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final RetrySchedule schedule = new RetrySchedule(List.of(MINUTE, HOUR), new Random(1));

  @Test
  void extendsEachDelayByUpToAFifth() {
    for (var i = 0; i < 100; i++) {
      assertThat(schedule.delayAfter(1, null).orElseThrow())
          .isBetween(MINUTE, Duration.ofSeconds(72));
      assertThat(schedule.delayAfter(2, null).orElseThrow())
          .isBetween(HOUR, Duration.ofMinutes(72));
    }
  }

  @Test
  void endsAfterTheLastRetry() {
    assertThat(schedule.delayAfter(3, null)).isEmpty();
    assertThat(schedule.delayAfter(3, MINUTE)).isEmpty();
  }

  @Test
  void waitsAsLongAsTheReceiverAsks() {
    assertThat(schedule.delayAfter(1, HOUR)).contains(HOUR);
    assertThat(schedule.delayAfter(1, Duration.ofSeconds(1)).orElseThrow())
        .isGreaterThanOrEqualTo(MINUTE);
    assertThat(schedule.delayAfter(1, Duration.ofDays(30))).contains(Duration.ofDays(1));
  }

  @Test
  void acceptsDelaysOfUpToAWeek() {
    var week = Duration.ofDays(7);

    assertThat(new RetrySchedule(List.of(week), new Random(1)).delayAfter(1, null).orElseThrow())
        .isGreaterThanOrEqualTo(week);
  }

  @Test
  void rejectsDelaysOutOfBounds() {
    for (var delay : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(8))) {
      assertThatThrownBy(() -> new RetrySchedule(List.of(delay), new Random(1)))
          .hasMessageContaining("SLIPWAY_WEBHOOKS_RETRY_DELAYS");
    }
  }
}
