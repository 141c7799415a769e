package dev.slipway.storage.client;

import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Metrics of the application's own calls to the store. Transfers between browsers and the store are
 * not among them.
 */
@Startup
@Singleton
class StoreMetrics {
  private final MeterRegistry registry;
  private final Map<StoreOperation, Map<Outcome, Counter>> counters;
  private final Map<StoreOperation, Timer> timers;

  StoreMetrics(MeterRegistry registry) {
    this.registry = registry;
    var operations = EnumSet.allOf(StoreOperation.class);
    counters = Metrics.perValue(operations, this::counters);
    timers = Metrics.perValue(operations, this::timer);
  }

  /**
   * Records a call that has ended.
   *
   * @param nanos its duration without the time that it waited for a permit
   */
  void recordCall(StoreOperation operation, Outcome outcome, long nanos) {
    counters.get(operation).get(outcome).increment();
    timers.get(operation).record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Records a call that was not made, because no permit became free in time. */
  void recordRejection(StoreOperation operation) {
    counters.get(operation).get(Outcome.NO_PLACE).increment();
  }

  /**
   * Registers a gauge of the permits in use.
   *
   * @param name of the permits
   */
  void registerPermitGauge(String name, Supplier<Number> permitsInUse) {
    Metrics.gauge(
            "slipway.store.places.taken", "Calls to the store that are under way", permitsInUse)
        .tag("places", name)
        .register(registry);
  }

  private Map<Outcome, Counter> counters(StoreOperation operation) {
    return Metrics.counters(
        registry,
        "slipway.store.calls",
        "The application's own calls to the store, by outcome",
        "outcome",
        EnumSet.allOf(Outcome.class),
        Tag.of("operation", Metrics.labelValue(operation)));
  }

  private Timer timer(StoreOperation operation) {
    return Metrics.responseTimer(
            "slipway.store.call", "The duration of the application's own calls to the store")
        .tag("operation", Metrics.labelValue(operation))
        .register(registry);
  }

  /** How a call ended. The names are label values. */
  enum Outcome {
    ANSWERED,
    /** The store has no such object or upload, or it is not in the state that the call requires. */
    ABSENT,
    /** The store will not do this, however often it is asked. */
    REFUSED,
    /** The store did not answer, or answered in a way that can change. */
    UNAVAILABLE,
    /** Too many calls were under way; the store was not asked. */
    NO_PLACE,
    /** A programming error. */
    FAILED
  }
}
