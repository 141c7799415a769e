package dev.slipway.catalogue.sync;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How long objects took to become rows, by who told of them first. */
@Startup
@ApplicationScoped
class CatalogueMetrics {
  private final Map<SyncTrigger, Timer> timers = new EnumMap<>(SyncTrigger.class);

  CatalogueMetrics(MeterRegistry registry) {
    for (var signal : SyncTrigger.values()) {
      timers.put(
          signal,
          Metrics.lagTimer("slipway.catalogue.lag", "From the store's time of an object to its row")
              .tag("by", signal.lowerCaseName())
              .register(registry));
    }
  }

  void record(SyncTrigger signal, Duration lag) {
    timers.get(signal).record(lag);
  }
}
