package dev.slipway.account.ratelimit;

import dev.slipway.account.CurrentAccount;
import dev.slipway.observability.Metrics;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.ratelimit.RateLimiter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;

/**
 * Limits what each account does in this replica, beside signing: one bucket of permits for each
 * {@link AccountRateLimit}. It protects the replica, the database and the store from their own
 * users.
 */
@Startup
@ApplicationScoped
public class AccountRateLimiter {
  public static final int WEBHOOK_BURST = 60;

  private static final int PARTS_PER_REQUEST = 25;

  private final Map<AccountRateLimit, RateLimiter> accounts;
  private final Map<AccountRateLimit, Counter> refusals;
  private final CurrentAccount caller;

  AccountRateLimiter(
      RateLimitConfig config, CurrentAccount caller, MeterRegistry registry, Clock clock) {
    var limits = EnumSet.allOf(AccountRateLimit.class);
    this.accounts = Metrics.perValue(limits, limit -> create(limit, config, clock));
    this.refusals =
        Metrics.counters(
            registry,
            "slipway.account.limited",
            "Requests that were refused with 429, because of a limit of their account",
            "limit",
            limits);
    this.caller = caller;
  }

  /**
   * Takes one permit of the caller, who is logged in.
   *
   * @throws ProblemException {@code too-many-requests}
   */
  public void requirePermit(AccountRateLimit limit) {
    requirePermits(limit, 1);
  }

  /**
   * Takes several permits of the caller, who is logged in: all or none.
   *
   * @throws ProblemException {@code too-many-requests}
   */
  public void requirePermits(AccountRateLimit limit, int permits) {
    accounts
        .get(limit)
        .tryAcquire(caller.getName(), permits)
        .ifPresent(
            delay -> {
              refusals.get(limit).increment();
              throw new ProblemException(
                  ErrorCode.TOO_MANY_REQUESTS,
                  limit.refusal() + " Wait a moment, then try again.",
                  delay);
            });
  }

  private static RateLimiter create(AccountRateLimit limit, RateLimitConfig config, Clock clock) {
    return SigningRateLimiter.create(
        limit.name(),
        () ->
            switch (limit) {
              // Two files of the largest number of parts, then 8 GB of files each second.
              case PARTS ->
                  new RateLimiter(
                      config.partsBurst().orElse(burst(20_000, PARTS_PER_REQUEST, config)),
                      config.partsPerSecond().orElse(perSecond(500, PARTS_PER_REQUEST, config)),
                      clock);
              case CHANGE ->
                  new RateLimiter(
                      config.changeBurst().orElse(burst(2_000, 1, config)),
                      config.changePerSecond().orElse(perSecond(50, 1, config)),
                      clock);
              case CHECK ->
                  new RateLimiter(
                      config.checkBurst().orElse(burst(1_000, 1, config)),
                      config.checkPerSecond().orElse(perSecond(50, 1, config)),
                      clock);
              case BULK -> new RateLimiter(config.bulkBurst(), config.bulkPerSecond(), clock);
              // Enough to create and try all webhooks of an account at once.
              case WEBHOOK -> new RateLimiter(WEBHOOK_BURST, 1, clock);
            });
  }

  /**
   * An account that may open more uploads than by default may also complete or cancel them, so the
   * limits without a setting rise with that of signing.
   */
  static int burst(int least, int perSigningRequest, RateLimitConfig config) {
    var permits = Math.max(least, (long) perSigningRequest * config.signBurst());
    return (int) Math.min(Integer.MAX_VALUE, permits);
  }

  static double perSecond(int least, int perSigningRequest, RateLimitConfig config) {
    return Math.max(least, perSigningRequest * config.signPerSecond());
  }
}
