package dev.slipway.webhooks.api;

import dev.slipway.account.CurrentAccount;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.ratelimit.RateLimiter;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/**
 * Limits how fast an account changes, tests and replays webhooks: each test makes this application
 * send a request. Each replica counts in memory.
 */
@ApplicationScoped
public class WebhookLimit {
  /** Enough to create and try all webhooks of an account at once. */
  static final int BURST = 60;

  private static final double PER_SECOND = 1;

  private final CurrentAccount caller;
  private final RateLimiter limiter;

  WebhookLimit(CurrentAccount caller, Clock clock) {
    this.caller = caller;
    this.limiter = new RateLimiter(BURST, PER_SECOND, clock);
  }

  /**
   * Takes one permit of the caller.
   *
   * @throws ProblemException {@code too-many-requests}
   */
  public void requirePermit() {
    limiter
        .tryAcquire(caller.getName())
        .ifPresent(
            delay -> {
              throw new ProblemException(
                  ErrorCode.TOO_MANY_REQUESTS,
                  "Too many changes or tests of webhooks. Wait, then try again.",
                  delay);
            });
  }

  @Scheduled(every = "1m")
  void evictIdle() {
    limiter.evictFull();
  }
}
