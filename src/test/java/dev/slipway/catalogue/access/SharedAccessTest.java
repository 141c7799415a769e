package dev.slipway.catalogue.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.catalogue.access.SharedAccess.Grant;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SharedAccessTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  @Test
  void urlsEndAfterAQuarterOfAnHour() {
    assertThat(limit(Duration.ofDays(3), Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(15));
    assertThat(limit(Duration.ofDays(3), Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void urlsEndWithTheGrant() {
    assertThat(limit(Duration.ofMinutes(5), Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void urlsAreLongEnoughToBeginToPlay() {
    assertThat(limit(Duration.ofSeconds(3), Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(1));
    assertThat(limit(Duration.ofSeconds(3), Duration.ofSeconds(9)))
        .isEqualTo(Duration.ofSeconds(9));
  }

  private static Duration limit(Duration remaining, Duration requested) {
    return new Grant("id", NOW.plus(remaining), false).limit(requested, NOW);
  }
}
