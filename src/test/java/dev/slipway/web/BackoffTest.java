package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15));

  @Test
  void doublesTheDelayUpToTheMaximum() {
    assertThat(backoff.delayAfter(0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.delayAfter(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.delayAfter(2)).isEqualTo(Duration.ofSeconds(2));
    assertThat(backoff.delayAfter(4)).isEqualTo(Duration.ofSeconds(8));
    assertThat(backoff.delayAfter(5)).isEqualTo(Duration.ofSeconds(15));
    assertThat(backoff.delayAfter(1000)).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void jitterShortensTheDelayByUpToHalf() {
    var random = new Random(1);

    assertThat(backoff.jitteredDelayAfter(1, random))
        .isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(backoff.jitteredDelayAfter(3, random))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(backoff.jitteredDelayAfter(1000, random))
        .isBetween(Duration.ofMillis(7500), Duration.ofSeconds(15));
  }
}
