package dev.slipway.account.quota;

import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Map;

/** Counts uploads that the quota refused, by the limit that was reached. */
@Startup
@ApplicationScoped
class QuotaMetrics {
  private final Map<Limit, Counter> refusals;

  QuotaMetrics(MeterRegistry registry) {
    refusals =
        Metrics.counters(
            registry,
            "slipway.quota.refused",
            "Uploads that were not opened because the quota is used up",
            "limit",
            EnumSet.allOf(Limit.class));
  }

  /** What the quota limits; the lower-case name is the label. */
  enum Limit {
    BYTES,
    VIDEOS,
    OPEN_UPLOADS
  }

  void recordRefusal(Limit limit) {
    refusals.get(limit).increment();
  }
}
