package dev.slipway.processing.rendition;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts renditions and their bytes. */
@Startup
@ApplicationScoped
class RenditionMetrics {
  private final Counter made;
  private final Counter bytes;
  private final Counter skipped;

  RenditionMetrics(MeterRegistry registry) {
    made =
        Counter.builder("slipway.renditions.made")
            .description("Renditions that were made and stored")
            .register(registry);
    bytes =
        Counter.builder("slipway.renditions.stored")
            .description("Bytes of these renditions")
            .baseUnit("bytes")
            .register(registry);
    skipped =
        Counter.builder("slipway.renditions.skipped")
            .description("Videos that needed no renditions, or exceed a limit")
            .register(registry);
  }

  void recordMade(int renditions, long size) {
    made.increment(renditions);
    bytes.increment(size);
  }

  void recordSkipped() {
    skipped.increment();
  }
}
