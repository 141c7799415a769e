package dev.slipway.reconcile;

import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;

/** What the newest comparison found that is over, whichever replica made it. */
@Startup
@ApplicationScoped
class ReconcileMetrics {
  private final Clock clock;
  private final Instant startedAt;
  private volatile ReconciliationView latest;

  ReconcileMetrics(MeterRegistry registry, Clock clock) {
    this.clock = clock;
    this.startedAt = clock.instant();
    for (var kind : DriftKind.values()) {
      Metrics.gauge(
              "slipway.reconcile.drift",
              "Differences that the newest comparison found",
              () -> of(view -> view.found().of(kind)))
          .tag("kind", Metrics.labelValue(kind))
          .register(registry);
    }
    Metrics.gauge(
            "slipway.reconcile.repaired",
            "Those of them that it repaired",
            () -> of(ReconciliationView::repaired))
        .register(registry);
    Metrics.gauge(
            "slipway.reconcile.objects",
            "Objects that the bucket had",
            () -> of(ReconciliationView::objects))
        .register(registry);
    Metrics.gauge(
            "slipway.reconcile.held",
            "Whether it waits for an admin to agree",
            () -> of(view -> view.held() ? 1 : 0))
        .register(registry);
    Metrics.secondsGauge("slipway.reconcile.duration", "How long it took", () -> of(this::duration))
        .register(registry);
    Metrics.secondsGauge(
            "slipway.reconcile.age",
            "Since it ended, or where there was none, since the start",
            this::age)
        .register(registry);
  }

  /**
   * @param over the newest comparison that is over, or null where there is none
   */
  void update(ReconciliationView over) {
    latest = over;
  }

  private double of(ToDoubleFunction<ReconciliationView> number) {
    var view = latest;
    return view == null ? 0 : number.applyAsDouble(view);
  }

  private double duration(ReconciliationView view) {
    return seconds(Duration.between(view.startedAt(), view.endedAt()));
  }

  private double age() {
    var view = latest;
    return seconds(Duration.between(view == null ? startedAt : view.endedAt(), clock.instant()));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
