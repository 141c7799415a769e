package dev.slipway.storage.client;

import dev.slipway.observability.Metrics;
import dev.slipway.observability.Spans;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How the store answers the server's own calls. Browsers' transfers do not pass here. */
@Startup
@Singleton
class StoreMetrics {
  private final MeterRegistry registry;
  private final Spans spans;
  private final Map<StoreOperation, Map<Outcome, Counter>> calls;
  private final Map<StoreOperation, Timer> times;

  StoreMetrics(MeterRegistry registry, Spans spans) {
    this.registry = registry;
    this.spans = spans;
    var operations = EnumSet.allOf(StoreOperation.class);
    calls = Metrics.perValue(operations, this::calls);
    times = Metrics.perValue(operations, this::times);
  }

  /**
   * @param nanos that it took, waiting for a place not included
   */
  void recordCall(StoreOperation operation, Outcome outcome, long nanos) {
    calls.get(operation).get(outcome).increment();
    if (outcome != Outcome.NO_PLACE) {
      times.get(operation).record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** Makes a call within a span of its own. */
  <T> T traced(StoreOperation operation, Supplier<T> call) {
    return spans.inSpan(
        "store " + Metrics.labelValue(operation),
        SpanKind.CLIENT,
        Map.of("rpc.system", "s3", "rpc.method", Metrics.labelValue(operation)),
        call);
  }

  /**
   * @param places what they are for
   * @param taken how many are taken now
   */
  void registerPermitGauge(String places, Supplier<Number> taken) {
    Metrics.gauge("slipway.store.places.taken", "Calls to the store that are under way", taken)
        .tag("places", places)
        .register(registry);
  }

  private Map<Outcome, Counter> calls(StoreOperation operation) {
    return Metrics.counters(
        registry,
        "slipway.store.calls",
        "The server's own calls to the store, by how they ended",
        "outcome",
        EnumSet.allOf(Outcome.class),
        Tag.of("operation", Metrics.labelValue(operation)));
  }

  private Timer times(StoreOperation operation) {
    return Metrics.responseTimer(
            "slipway.store.call", "How long those took that the store was asked")
        .tag("operation", Metrics.labelValue(operation))
        .register(registry);
  }

  /** How a call ended. */
  enum Outcome {
    ANSWERED,
    /** There is no such object or upload, or it is not in the state that the call asks for. */
    ABSENT,
    /** It will not be done, however often it is asked for. */
    REFUSED,
    /** No answer, or none as a store gives. */
    UNAVAILABLE,
    /** Too many others were under way; the store was not asked. */
    NO_PLACE,
    /** A mistake of ours. */
    FAILED
  }
}
