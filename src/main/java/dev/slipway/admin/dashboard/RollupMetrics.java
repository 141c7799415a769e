package dev.slipway.admin.dashboard;

import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How old the numbers of the dashboard are, whichever replica updates them. */
@Startup
@ApplicationScoped
class RollupMetrics {
  private final Clock clock;
  private volatile Instant asOf;

  RollupMetrics(MeterRegistry registry, Clock clock) {
    this.clock = clock;
    this.asOf = clock.instant();
    Metrics.secondsGauge(
            "slipway.dashboard.age",
            "Time since the numbers of the dashboard were complete, or since the start if they never"
                + " were",
            this::age)
        .register(registry);
  }

  /**
   * @param latest null while all videos are counted for the first time
   */
  void record(Instant latest) {
    if (latest != null) {
      asOf = latest;
    }
  }

  private double age() {
    return Math.max(0, Duration.between(asOf, clock.instant()).toMillis() / 1000.0);
  }
}
