package dev.slipway.account.oidc;

import dev.slipway.account.oidc.OidcRefusal.Reason;
import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Map;

/** Counts logins with OpenID Connect, by outcome. */
@Startup
@ApplicationScoped
class OidcMetrics {
  private static final String NAME = "slipway.oidc.logins";
  private static final String DESCRIPTION = "Logins with OpenID Connect";
  private static final String LABEL = "outcome";

  private final Counter succeeded;
  private final Map<Reason, Counter> refused;

  OidcMetrics(MeterRegistry registry) {
    succeeded =
        Counter.builder(NAME).description(DESCRIPTION).tag(LABEL, "succeeded").register(registry);
    refused = Metrics.counters(registry, NAME, DESCRIPTION, LABEL, EnumSet.allOf(Reason.class));
  }

  void recordSucceeded() {
    succeeded.increment();
  }

  void recordRefused(Reason reason) {
    refused.get(reason).increment();
  }
}
