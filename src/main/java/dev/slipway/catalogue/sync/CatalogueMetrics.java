package dev.slipway.catalogue.sync;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Measures how long it takes until a stored object has a row, for each kind of trigger. */
@Startup
@ApplicationScoped
class CatalogueMetrics {
  private final Map<SyncTrigger, Timer> lagTimers = new EnumMap<>(SyncTrigger.class);
  private final Counter unreadable;

  CatalogueMetrics(MeterRegistry registry) {
    for (var trigger : SyncTrigger.values()) {
      lagTimers.put(
          trigger,
          Metrics.lagTimer("slipway.catalogue.lag", "From the store's time of an object to its row")
              .tag("by", trigger.lowerCaseName())
              .register(registry));
    }
    unreadable =
        Counter.builder("slipway.catalogue.unreadable")
            .description("Videos without an owner, because their metadata can't be decrypted")
            .register(registry);
  }

  void recordLag(SyncTrigger trigger, Duration lag) {
    lagTimers.get(trigger).record(lag);
  }

  void recordUnreadableMetadata() {
    unreadable.increment();
  }
}
