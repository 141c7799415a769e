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
              case PARTS -> new RateLimiter(config.partsBurst(), config.partsPerSecond(), clock);
              case CHANGE -> new RateLimiter(config.changeBurst(), config.changePerSecond(), clock);
              case CHECK -> new RateLimiter(config.checkBurst(), config.checkPerSecond(), clock);
              case BULK -> new RateLimiter(config.bulkBurst(), config.bulkPerSecond(), clock);
              // Enough to create and try all webhooks of an account at once.
              case WEBHOOK -> new RateLimiter(WEBHOOK_BURST, 1, clock);
            });
  }
}
