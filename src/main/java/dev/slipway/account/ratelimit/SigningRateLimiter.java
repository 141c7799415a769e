package dev.slipway.account.ratelimit;

import dev.slipway.account.CurrentAccount;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.ratelimit.RateLimiter;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/**
 * Limits the signing requests of each account, and without a login those of each client address.
 * Each replica counts in memory: the limit protects the replica, and counting in the database would
 * cost as much as it saves.
 */
@Startup
@ApplicationScoped
class SigningRateLimiter {
  private final RateLimiter accounts;
  private final RateLimiter addresses;
  private final CurrentAccount caller;
  private final SigningMetrics metrics;

  SigningRateLimiter(
      RateLimitConfig config, CurrentAccount caller, SigningMetrics metrics, Clock clock) {
    this.accounts = limiter("SIGN", config.signBurst(), config.signPerSecond(), clock);
    this.addresses =
        limiter(
            "SIGN_ANONYMOUS", config.signAnonymousBurst(), config.signAnonymousPerSecond(), clock);
    this.caller = caller;
    this.metrics = metrics;
  }

  /**
   * Takes one permit of the caller. Only endpoints that need no login get here without one.
   *
   * @throws ProblemException {@code too-many-requests}
   */
  void requirePermit() {
    if (caller.isLoggedIn()) {
      accounts
          .tryAcquire(caller.getName())
          .ifPresent(delay -> refuse("You request URLs too fast.", delay));
      return;
    }
    addresses
        .tryAcquire(caller.address().network())
        .ifPresent(
            delay ->
                refuse("Too many URLs were requested from your network without a login.", delay));
  }

  @Scheduled(every = "1m")
  void evictIdle() {
    accounts.evictFull();
    addresses.evictFull();
  }

  private void refuse(String reason, Duration delay) {
    metrics.recordRateLimited();
    throw new ProblemException(
        ErrorCode.TOO_MANY_REQUESTS, reason + " Wait, then try again.", delay);
  }

  private static RateLimiter limiter(String name, int burst, double perSecond, Clock clock) {
    try {
      return new RateLimiter(burst, perSecond, clock);
    } catch (IllegalArgumentException notPositive) {
      throw new IllegalArgumentException(
          "SLIPWAY_LIMITS_%s_BURST and SLIPWAY_LIMITS_%s_PER_SECOND must be above zero."
              .formatted(name, name),
          notPositive);
    }
  }
}
