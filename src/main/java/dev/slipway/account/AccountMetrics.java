package dev.slipway.account;

import dev.slipway.web.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Who came in, who was refused, and how long signing took. Counted in each replica. */
@Startup
@ApplicationScoped
class AccountMetrics {
  private final MeterRegistry registry;
  private final Counter refusedTokens;
  private final Counter limited;

  AccountMetrics(MeterRegistry registry) {
    this.registry = registry;
    refusedTokens =
        Counter.builder("slipway.tokens.refused")
            .description("API tokens that were unknown, expired or revoked")
            .register(registry);
    limited =
        Counter.builder("slipway.sign.limited")
            .description("Requests to sign that were refused with 429")
            .register(registry);
    for (var outcome : Login.values()) {
      logins(outcome);
    }
    for (var limit : Quota.values()) {
      quotaRefusals(limit);
    }
    for (var signing : Signing.values()) {
      times(signing);
      for (var outcome : SignOutcome.values()) {
        signings(signing, outcome);
      }
    }
  }

  void login(Login outcome) {
    logins(outcome).increment();
  }

  void tokenRefused() {
    refusedTokens.increment();
  }

  void signLimited() {
    limited.increment();
  }

  void quotaRefused(Quota limit) {
    quotaRefusals(limit).increment();
  }

  void signed(Signing what, SignOutcome outcome, Duration time) {
    signings(what, outcome).increment();
    times(what).record(time);
  }

  private Counter logins(Login outcome) {
    return Counter.builder("slipway.logins")
        .description("Tries to log in with a password")
        .tag("outcome", Metrics.word(outcome))
        .register(registry);
  }

  private Counter quotaRefusals(Quota limit) {
    return Counter.builder("slipway.quota.refused")
        .description("Uploads that were not opened since the quota is used up")
        .tag("limit", Metrics.word(limit))
        .register(registry);
  }

  private Counter signings(Signing what, SignOutcome outcome) {
    return Counter.builder("slipway.sign.requests")
        .description("Requests to sign, but for those that were limited")
        .tag("operation", Metrics.word(what))
        .tag("outcome", Metrics.word(outcome))
        .register(registry);
  }

  private Timer times(Signing what) {
    return Metrics.answer("slipway.sign", "From such a request to its answer")
        .tag("operation", Metrics.word(what))
        .register(registry);
  }

  /** How a try to log in ended. */
  enum Login {
    SUCCEEDED,
    FAILED,
    THROTTLED
  }

  /** Which limit was reached. */
  enum Quota {
    BYTES,
    VIDEOS
  }

  /** How a request to sign ended. */
  enum SignOutcome {
    SIGNED,
    /** The request was at fault. */
    REFUSED,
    /** We were, or database or store. */
    FAILED
  }
}
