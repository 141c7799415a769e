package dev.slipway.lab.comparison.measure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads from the metrics how many calls the application has made to the store. */
@ApplicationScoped
public class StoreCalls {
  private static final String METRIC = "slipway.store.calls";
  private static final String NOT_MADE = "no_place";

  private final MeterRegistry registry;

  StoreCalls(MeterRegistry registry) {
    this.registry = registry;
  }

  public long count() {
    return (long)
        registry.find(METRIC).counters().stream()
            .filter(counter -> !NOT_MADE.equals(counter.getId().getTag("outcome")))
            .mapToDouble(Counter::count)
            .sum();
  }
}
