package dev.slipway.account;

import dev.slipway.account.ratelimit.SigningOperation;
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

/** Who came in, who was refused, and how long signing took. Counted in each replica. */
@Startup
@ApplicationScoped
public class AccountMetrics {
  private final Counter refusedTokens;
  private final Counter rateLimited;
  private final Map<Login, Counter> logins;
  private final Map<Quota, Counter> quotaRefusals;
  private final Map<SigningOperation, Map<SignOutcome, Counter>> signings;
  private final Map<SigningOperation, Timer> signingTimes;

  AccountMetrics(MeterRegistry registry) {
    refusedTokens =
        Counter.builder("slipway.tokens.refused")
            .description("API tokens that were unknown, expired or revoked")
            .register(registry);
    rateLimited =
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
    var allSigning = EnumSet.allOf(SigningOperation.class);
    signings = Metrics.perValue(allSigning, what -> signings(registry, what));
    signingTimes = Metrics.perValue(allSigning, what -> times(registry, what));
  }

  public void recordLogin(Login outcome) {
    logins.get(outcome).increment();
  }

  public void recordRefusedToken() {
    refusedTokens.increment();
  }

  public void recordRateLimited() {
    rateLimited.increment();
  }

  public void recordQuotaRefusal(Quota limit) {
    quotaRefusals.get(limit).increment();
  }

  public void recordSigning(SigningOperation what, SignOutcome outcome, Duration time) {
    signings.get(what).get(outcome).increment();
    signingTimes.get(what).record(time);
  }

  private static Map<SignOutcome, Counter> signings(MeterRegistry registry, SigningOperation what) {
    return Metrics.counters(
        registry,
        "slipway.sign.requests",
        "Requests to sign, but for those that were limited",
        "outcome",
        EnumSet.allOf(SignOutcome.class),
        Tag.of("operation", Metrics.labelValue(what)));
  }

  private static Timer times(MeterRegistry registry, SigningOperation what) {
    return Metrics.responseTimer("slipway.sign", "From such a request to its answer")
        .tag("operation", Metrics.labelValue(what))
        .register(registry);
  }

  /** How a try to log in ended. */
  public enum Login {
    SUCCEEDED,
    FAILED,
    THROTTLED
  }

  /** Which limit was reached. */
  public enum Quota {
    BYTES,
    VIDEOS
  }

  /** How a request to sign ended. */
  public enum SignOutcome {
    SIGNED,
    /** The request was at fault. */
    REFUSED,
    /** We were, or database or store. */
    FAILED
  }
}
