package dev.slipway.ingest.reconcile;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/** What the newest comparison found that is over, whichever replica made it. */
@ApplicationScoped
class ReconcileMetrics {
  private final Clock clock;
  private volatile ReconciliationView newest;

  ReconcileMetrics(MeterRegistry registry, Clock clock) {
    this.clock = clock;
    for (var kind : DriftKind.values()) {
      Gauge.builder("slipway.reconcile.drift", () -> found(kind))
          .description("Differences that the newest comparison found")
          .tag("kind", kind.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    Gauge.builder("slipway.reconcile.repaired", () -> newest == null ? 0 : newest.repaired())
        .description("Those of them that it repaired")
        .register(registry);
    Gauge.builder("slipway.reconcile.held", () -> newest != null && newest.held() ? 1 : 0)
        .description("Whether it waits for an admin to agree")
        .register(registry);
    Gauge.builder("slipway.reconcile.age", this::ageSeconds)
        .description("Seconds since it ended")
        .register(registry);
  }

  /**
   * @param over the newest comparison that is over, or null where there is none
   */
  void show(ReconciliationView over) {
    newest = over;
  }

  private double found(DriftKind kind) {
    return newest == null ? 0 : newest.found().of(kind);
  }

  private double ageSeconds() {
    return newest == null
        ? Double.NaN
        : Duration.between(newest.endedAt(), clock.instant()).toSeconds();
  }
}
