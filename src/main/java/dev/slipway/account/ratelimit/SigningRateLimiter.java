package dev.slipway.account.ratelimit;

import dev.slipway.account.CurrentAccount;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/**
 * Limits the signing requests of each account. Each replica counts in memory: the limit protects
 * the replica, and counting in the database would cost as much as it saves.
 */
@Startup
@ApplicationScoped
class SigningRateLimiter {
  private final RateLimiter limiter;
  private final CurrentAccount caller;
  private final SigningMetrics metrics;

  SigningRateLimiter(
      RateLimitConfig config, CurrentAccount caller, SigningMetrics metrics, Clock clock) {
    this.limiter = new RateLimiter(config.signBurst(), config.signPerSecond(), clock);
    this.caller = caller;
    this.metrics = metrics;
  }

  /**
   * Takes one permit of the caller. Anonymous requests are not counted, because the endpoint's role
   * check refuses them right after.
   *
   * @throws ProblemException {@code too-many-requests}
   */
  void requirePermit() {
    if (!caller.isLoggedIn()) {
      return;
    }
    limiter
        .tryAcquire(caller.getName())
        .ifPresent(
            delay -> {
              metrics.recordRateLimited();
              throw new ProblemException(
                  ErrorCode.TOO_MANY_REQUESTS,
                  "You request URLs too fast. Wait, then try again.",
                  delay);
            });
  }

  @Scheduled(every = "1m")
  void evictIdle() {
    limiter.evictFull();
  }
}
