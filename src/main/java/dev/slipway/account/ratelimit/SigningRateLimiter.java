package dev.slipway.account.ratelimit;

import dev.slipway.account.AccountMetrics;
import dev.slipway.account.CurrentAccount;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/**
 * Keeps one account from asking for signatures without end. Counted in the memory of each replica:
 * it is there to protect the replica, and a count in the database would cost what it saves.
 */
@Startup
@ApplicationScoped
class SigningRateLimiter {
  private final RateLimiter limit;
  private final CurrentAccount current;
  private final AccountMetrics metrics;

  SigningRateLimiter(
      RateLimitConfig config, CurrentAccount current, AccountMetrics metrics, Clock clock) {
    this.limit = new RateLimiter(config.signBurst(), config.signPerSecond(), clock);
    this.current = current;
    this.metrics = metrics;
  }

  /**
   * Whoever is nobody gets no further than the check of who they are, and is not counted.
   *
   * @throws ProblemException {@code too-many-requests}
   */
  void requirePermit() {
    if (!current.isLoggedIn()) {
      return;
    }
    limit
        .tryAcquire(current.getName())
        .ifPresent(
            delay -> {
              metrics.recordRateLimited();
              throw new ProblemException(
                  ErrorCode.TOO_MANY_REQUESTS,
                  "You ask for URLs faster than they are signed. Wait, then go on.",
                  delay);
            });
  }

  @Scheduled(every = "1m")
  void evictIdle() {
    limit.evictFull();
  }
}
