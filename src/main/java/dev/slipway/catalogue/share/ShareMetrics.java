package dev.slipway.catalogue.share;

import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Map;

/** Counts attempts to open share links, by outcome. */
@Startup
@ApplicationScoped
class ShareMetrics {
  private final Map<Outcome, Counter> openings;

  ShareMetrics(MeterRegistry registry) {
    openings =
        Metrics.counters(
            registry,
            "slipway.share.openings",
            "Attempts to open a share link",
            "outcome",
            EnumSet.allOf(Outcome.class));
  }

  /** How an attempt ended; its lower-case name is the label in the metrics. */
  enum Outcome {
    /** A browser got a grant, which counts as a use. */
    GRANTED,
    /** There is no such link, or it is revoked. */
    UNKNOWN,
    /** It has expired, no use is left, or its video can't be watched any more. */
    ENDED,
    WRONG_PASSWORD,
    /** Too many wrong passwords, or too many checks at once. */
    THROTTLED
  }

  void recordOpening(Outcome outcome) {
    openings.get(outcome).increment();
  }
}
