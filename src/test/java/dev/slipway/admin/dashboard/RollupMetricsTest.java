package dev.slipway.admin.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.SettableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RollupMetricsTest {
  private final SettableClock clock = new SettableClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RollupMetrics metrics = new RollupMetrics(registry, clock);

  @Test
  void isTheAgeOfTheNumbers() {
    metrics.record(clock.instant().minusSeconds(5));
    clock.advance(Duration.ofMillis(20_500));

    assertThat(age()).isEqualTo(25.5);
  }

  @Test
  void growsFromTheStartUntilAllVideosAreCounted() {
    clock.advance(Duration.ofMinutes(20));
    metrics.record(null);

    assertThat(age()).isEqualTo(1200);
  }

  /** Another replica updated the numbers, and its clock is ahead. */
  @Test
  void isNeverNegative() {
    metrics.record(clock.instant().plusSeconds(2));

    assertThat(age()).isZero();
  }

  /** Without a database, for example. The next run continues. */
  @Test
  void aFailedUpdateIsLoggedAndLetsTheAgeGrow() {
    clock.advance(Duration.ofMinutes(1));
    try (var log = CapturedLog.of(RollupWorker.class.getName())) {
      new RollupWorker(new Rollup(null), metrics, clock).run();

      assertThat(log.all()).singleElement().asString().startsWith("WARN The dashboard will be");
    }
    assertThat(age()).isEqualTo(60);
  }

  private double age() {
    return registry.get("slipway.dashboard.age").gauge().value();
  }
}
