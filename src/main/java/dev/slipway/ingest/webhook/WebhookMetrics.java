package dev.slipway.ingest.webhook;

import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Map;

/** Counts the webhook requests that are rejected. */
@Startup
@ApplicationScoped
class WebhookMetrics {
  private final Map<Rejection, Counter> rejections;

  WebhookMetrics(MeterRegistry registry) {
    rejections =
        Metrics.counters(
            registry,
            "slipway.notifications.refused",
            "Rejected webhook requests",
            "reason",
            EnumSet.allOf(Rejection.class));
  }

  void recordRejection(Rejection reason) {
    rejections.get(reason).increment();
  }

  /** Why a request is rejected. */
  enum Rejection {
    /** The request has neither the configured token nor a valid signature. */
    TOKEN,
    /** The webhook transport is not enabled. */
    TRANSPORT
  }
}
