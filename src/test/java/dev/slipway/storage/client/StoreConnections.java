package dev.slipway.storage.client;

import dev.slipway.observability.Spans;
import dev.slipway.storage.StoreConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.TracerProvider;

/** Connections without metrics and traces, for tests. */
final class StoreConnections {
  static final Spans NO_SPANS = new Spans(TracerProvider.noop().get("test"));

  private StoreConnections() {}

  static StoreConnection to(StoreConfig config) {
    return new StoreConnection(config, new StoreMetrics(new SimpleMeterRegistry()), NO_SPANS);
  }
}
