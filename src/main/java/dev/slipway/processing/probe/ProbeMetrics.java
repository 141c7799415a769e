package dev.slipway.processing.probe;

import dev.slipway.catalogue.Rejection;
import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Map;

/** Counts the verdicts on videos. */
@Startup
@ApplicationScoped
class ProbeMetrics {
  private static final String NAME = "slipway.processing.results";
  private static final String DESCRIPTION =
      "Results of probes: ready, or the reason of the rejection";

  private final Counter ready;
  private final Map<Rejection, Counter> rejected;

  ProbeMetrics(MeterRegistry registry) {
    ready =
        Counter.builder(NAME).description(DESCRIPTION).tag("result", "ready").register(registry);
    rejected =
        Metrics.counters(registry, NAME, DESCRIPTION, "result", EnumSet.allOf(Rejection.class));
  }

  /**
   * @param rejection null if the video can be played
   */
  void recordVerdict(Rejection rejection) {
    (rejection == null ? ready : rejected.get(rejection)).increment();
  }
}
