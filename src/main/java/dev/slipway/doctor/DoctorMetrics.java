package dev.slipway.doctor;

import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** The number of checks by status in the latest report of this replica. */
@Startup
@ApplicationScoped
class DoctorMetrics {
  DoctorMetrics(Doctor doctor, MeterRegistry registry) {
    for (var status : CheckStatus.values()) {
      Metrics.gauge(
              "slipway.doctor.checks",
              "Checks in the latest report, by status",
              () -> doctor.latestReport().count(status))
          .tag("verdict", Metrics.labelValue(status))
          .register(registry);
    }
  }
}
