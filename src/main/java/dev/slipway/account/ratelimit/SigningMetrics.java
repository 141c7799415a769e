package dev.slipway.account.ratelimit;

import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;

/** Counts and times the signing requests that this replica handled. */
@Startup
@ApplicationScoped
class SigningMetrics {
  private final Counter rateLimited;
  private final Map<SigningOperation, Map<Outcome, Counter>> requests;
  private final Map<SigningOperation, Timer> times;

  SigningMetrics(MeterRegistry registry) {
    rateLimited =
        Counter.builder("slipway.sign.limited")
            .description("Signing requests that were refused with 429")
            .register(registry);
    var operations = EnumSet.allOf(SigningOperation.class);
    requests = Metrics.perValue(operations, operation -> requests(registry, operation));
    times = Metrics.perValue(operations, operation -> times(registry, operation));
  }

  /** How a signing request ended; the lower-case name is the label. */
  enum Outcome {
    SIGNED,
    /** The request was wrong or not allowed. */
    REFUSED,
    /** The application, the database or the store failed. */
    FAILED
  }

  void recordRateLimited() {
    rateLimited.increment();
  }

  void recordSigning(SigningOperation operation, Outcome outcome, Duration time) {
    requests.get(operation).get(outcome).increment();
    times.get(operation).record(time);
  }

  private static Map<Outcome, Counter> requests(
      MeterRegistry registry, SigningOperation operation) {
    return Metrics.counters(
        registry,
        "slipway.sign.requests",
        "Signing requests that the rate limit let through",
        "outcome",
        EnumSet.allOf(Outcome.class),
        Tag.of("operation", Metrics.labelValue(operation)));
  }

  private static Timer times(MeterRegistry registry, SigningOperation operation) {
    return Metrics.responseTimer("slipway.sign", "Time from a signing request to its response")
        .tag("operation", Metrics.labelValue(operation))
        .register(registry);
  }
}
