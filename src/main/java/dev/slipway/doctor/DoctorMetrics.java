package dev.slipway.doctor;

import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** What the doctor of this replica found when it looked last. */
@Startup
@ApplicationScoped
class DoctorMetrics {
  DoctorMetrics(Doctor doctor, MeterRegistry registry) {
    for (var verdict : CheckStatus.values()) {
      Metrics.gauge(
              "slipway.doctor.checks",
              "Checks of the newest examination, by verdict",
              () -> doctor.latestReport().count(verdict))
          .tag("verdict", Metrics.labelValue(verdict))
          .register(registry);
    }
  }
}
