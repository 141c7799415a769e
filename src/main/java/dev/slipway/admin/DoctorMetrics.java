package dev.slipway.admin;

import dev.slipway.web.Metrics;
import dev.slipway.web.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** What the doctor of this replica found when it looked last. */
@Startup
@ApplicationScoped
class DoctorMetrics {
  DoctorMetrics(Doctor doctor, MeterRegistry registry) {
    for (var verdict : Verdict.values()) {
      Metrics.gauge(
              "slipway.doctor.checks",
              "Checks of the newest examination, by verdict",
              () -> doctor.last().count(verdict))
          .tag("verdict", Metrics.word(verdict))
          .register(registry);
    }
  }
}
