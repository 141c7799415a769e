package dev.slipway.account;

import dev.slipway.web.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;

/** Who came in, who was refused, and how long signing took. Counted in each replica. */
@Startup
@ApplicationScoped
class AccountMetrics {
  private final Counter refusedTokens;
  private final Counter limited;
  private final Map<Login, Counter> logins;
  private final Map<Quota, Counter> quotaRefusals;
  private final Map<Signing, Map<SignOutcome, Counter>> signings;
  private final Map<Signing, Timer> times;

  AccountMetrics(MeterRegistry registry) {
    refusedTokens =
        Counter.builder("slipway.tokens.refused")
            .description("API tokens that were unknown, expired or revoked")
            .register(registry);
    limited =
        Counter.builder("slipway.sign.limited")
            .description("Requests to sign that were refused with 429")
            .register(registry);
    logins =
        Metrics.counters(
            registry,
            "slipway.logins",
            "Tries to log in with a password",
            "outcome",
            EnumSet.allOf(Login.class));
    quotaRefusals =
        Metrics.counters(
            registry,
            "slipway.quota.refused",
            "Uploads that were not opened since the quota is used up",
            "limit",
            EnumSet.allOf(Quota.class));
    var allSigning = EnumSet.allOf(Signing.class);
    signings = Metrics.each(allSigning, what -> signings(registry, what));
    times = Metrics.each(allSigning, what -> times(registry, what));
  }

  void login(Login outcome) {
    logins.get(outcome).increment();
  }

  void tokenRefused() {
    refusedTokens.increment();
  }

  void signLimited() {
    limited.increment();
  }

  void quotaRefused(Quota limit) {
    quotaRefusals.get(limit).increment();
  }

  void signed(Signing what, SignOutcome outcome, Duration time) {
    signings.get(what).get(outcome).increment();
    times.get(what).record(time);
  }

  private static Map<SignOutcome, Counter> signings(MeterRegistry registry, Signing what) {
    return Metrics.counters(
        registry,
        "slipway.sign.requests",
        "Requests to sign, but for those that were limited",
        "outcome",
        EnumSet.allOf(SignOutcome.class),
        Tag.of("operation", Metrics.word(what)));
  }

  private static Timer times(MeterRegistry registry, Signing what) {
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
