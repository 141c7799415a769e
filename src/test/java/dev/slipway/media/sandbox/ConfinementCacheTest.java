package dev.slipway.media.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfinementCacheTest {
  private static final Confinement ISOLATED = new Confinement(Isolation.NETWORK_NAMESPACE, false);

  private long nanos = Long.MAX_VALUE - 1;

  @Test
  void remembersAnIsolation() {
    var cache = cache(ISOLATED, Confinement.NONE);

    assertThat(cache.get()).isEqualTo(ISOLATED);
    pass(Duration.ofDays(1));
    assertThat(cache.get()).isEqualTo(ISOLATED);
  }

  @Test
  void triesAgainAfterAMinuteWithoutIsolation() {
    var cache = cache(Confinement.NONE, ISOLATED);

    assertThat(cache.get()).isEqualTo(Confinement.NONE);
    pass(Duration.ofSeconds(59));
    assertThat(cache.get()).isEqualTo(Confinement.NONE);
    pass(Duration.ofSeconds(1));
    assertThat(cache.get()).isEqualTo(ISOLATED);
  }

  private ConfinementCache cache(Confinement... results) {
    var queue = new ArrayDeque<>(List.of(results));
    return new ConfinementCache(queue::remove, () -> nanos);
  }

  private void pass(Duration duration) {
    nanos += duration.toNanos();
  }
}
