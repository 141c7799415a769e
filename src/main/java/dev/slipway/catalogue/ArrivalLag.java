package dev.slipway.catalogue;

import dev.slipway.web.Metrics;
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
class ArrivalLag {
  private final Map<Signal, Timer> timers = new EnumMap<>(Signal.class);

  ArrivalLag(MeterRegistry registry) {
    for (var signal : Signal.values()) {
      timers.put(
          signal,
          Metrics.lag("slipway.catalogue.lag", "From the store's time of an object to its row")
              .tag("by", signal.word())
              .register(registry));
    }
  }

  void record(Signal signal, Duration lag) {
    timers.get(signal).record(lag);
  }
}
