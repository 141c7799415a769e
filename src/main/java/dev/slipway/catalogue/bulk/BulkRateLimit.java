package dev.slipway.catalogue.bulk;

import dev.slipway.account.CurrentAccount;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.ratelimit.RateLimiter;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/**
 * Limits the requests for several videos of each account. Each replica counts in memory, as for
 * signing requests.
 */
@Startup
@ApplicationScoped
class BulkRateLimit {
  private final RateLimiter accounts;
  private final CurrentAccount caller;

  BulkRateLimit(BulkConfig config, CurrentAccount caller, Clock clock) {
    if (config.burst() < 1 || !(config.perSecond() > 0)) {
      throw new IllegalArgumentException(
          "SLIPWAY_LIMITS_BULK_BURST and SLIPWAY_LIMITS_BULK_PER_SECOND must be above zero.");
    }
    this.accounts = new RateLimiter(config.burst(), config.perSecond(), clock);
    this.caller = caller;
  }

  /**
   * Takes one permit of the caller.
   *
   * @throws ProblemException {@code too-many-requests}
   */
  void requirePermit() {
    accounts
        .tryAcquire(caller.getName())
        .ifPresent(
            delay -> {
              throw new ProblemException(
                  ErrorCode.TOO_MANY_REQUESTS,
                  "Too many bulk changes. Wait a moment, then try again.",
                  delay);
            });
  }

  @Scheduled(every = "1m")
  void evictIdle() {
    accounts.evictFull();
  }
}
