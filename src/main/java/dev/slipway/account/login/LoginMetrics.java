package dev.slipway.account.login;

import dev.slipway.account.login.LoginResult.Outcome;
import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Map;

/** Counts attempts to log in with a password, by outcome. */
@Startup
@ApplicationScoped
class LoginMetrics {
  private final Map<Outcome, Counter> logins;

  LoginMetrics(MeterRegistry registry) {
    logins =
        Metrics.counters(
            registry,
            "slipway.logins",
            "Attempts to log in with a password",
            "outcome",
            EnumSet.allOf(Outcome.class));
  }

  void recordLogin(Outcome outcome) {
    logins.get(outcome).increment();
  }
}
