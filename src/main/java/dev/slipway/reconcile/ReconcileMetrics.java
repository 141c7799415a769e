package dev.slipway.reconcile;

import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;

/** Metrics of the newest finished reconciliation, whichever replica ran it. */
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
              "Differences found by the newest reconciliation",
              () -> valueOf(view -> view.found().of(kind)))
          .tag("kind", Metrics.labelValue(kind))
          .register(registry);
    }
    Metrics.gauge(
            "slipway.reconcile.repaired",
            "Differences repaired by the newest reconciliation",
            () -> valueOf(ReconciliationView::repaired))
        .register(registry);
    Metrics.gauge(
            "slipway.reconcile.objects",
            "Objects in the bucket",
            () -> valueOf(ReconciliationView::objects))
        .register(registry);
    Metrics.gauge(
            "slipway.reconcile.held",
            "1 if the newest reconciliation waits for an administrator's approval",
            () -> valueOf(view -> view.held() ? 1 : 0))
        .register(registry);
    Metrics.secondsGauge(
            "slipway.reconcile.duration",
            "Duration of the newest reconciliation",
            () -> valueOf(this::duration))
        .register(registry);
    Metrics.secondsGauge(
            "slipway.reconcile.age",
            "Time since the newest reconciliation ended, or since the start if there is none",
            this::age)
        .register(registry);
  }

  void update(ReconciliationView finished) {
    latest = finished;
  }

  private double valueOf(ToDoubleFunction<ReconciliationView> number) {
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
