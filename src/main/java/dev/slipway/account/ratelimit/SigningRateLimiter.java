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
import java.util.function.Supplier;

/**
 * Limits the signing requests of each account in this replica, and without a login those of each
 * network in all replicas. The limit of accounts protects the replica from its own users. Strangers
 * have to be limited in all, because a proxy in front distributes their requests.
 */
@Startup
@ApplicationScoped
public class SigningRateLimiter {
  private final RateLimiter accounts;
  private final NetworkRateLimiter networks;
  private final CurrentAccount caller;
  private final SigningMetrics metrics;
  private final Clock clock;

  SigningRateLimiter(
      RateLimitConfig config,
      SigningBuckets buckets,
      CurrentAccount caller,
      SigningMetrics metrics,
      Clock clock) {
    this.accounts =
        create("SIGN", () -> new RateLimiter(config.signBurst(), config.signPerSecond(), clock));
    this.networks =
        create(
            "SIGN_ANONYMOUS",
            () ->
                new NetworkRateLimiter(
                    buckets, config.signAnonymousBurst(), config.signAnonymousPerSecond(), clock));
    this.caller = caller;
    this.metrics = metrics;
    this.clock = clock;
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
          .ifPresent(delay -> refuse("Too many requests for signed URLs.", delay));
      return;
    }
    networks
        .tryAcquire(caller.address().network())
        .ifPresent(
            delay ->
                refuse("Too many URLs were requested from your network without a login.", delay));
  }

  /**
   * Takes one permit of the caller, who is logged in, and waits until there is one. For clients
   * that don't repeat a request that was refused.
   *
   * @throws ProblemException {@code too-many-requests} if it would take longer than the timeout
   */
  public void awaitPermit(Duration timeout) {
    var end = clock.instant().plus(timeout);
    var delay = accounts.tryAcquire(caller.getName());
    while (delay.isPresent()) {
      if (clock.instant().plus(delay.get()).isAfter(end)) {
        refuse("Too many files at once.", delay.get());
      }
      sleep(delay.get());
      delay = accounts.tryAcquire(caller.getName());
    }
  }

  private static void sleep(Duration delay) {
    try {
      // Rounded up, because another attempt in the same millisecond would come too early.
      Thread.sleep(delay.toMillis() + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The connection has ended", e);
    }
  }

  @Scheduled(every = "1m")
  void evictIdle() {
    networks.evictIdle();
  }

  private void refuse(String reason, Duration delay) {
    metrics.recordRateLimited();
    throw new ProblemException(
        ErrorCode.TOO_MANY_REQUESTS, reason + " Wait, then try again.", delay);
  }

  /**
   * Creates a limiter from settings, and names them if they are invalid.
   *
   * @param name of the settings, between SLIPWAY_LIMITS_ and _BURST
   */
  static <T> T create(String name, Supplier<T> constructor) {
    try {
      return constructor.get();
    } catch (IllegalArgumentException notPositive) {
      throw new IllegalArgumentException(
          "SLIPWAY_LIMITS_%s_BURST and SLIPWAY_LIMITS_%s_PER_SECOND must be above zero."
              .formatted(name, name),
          notPositive);
    }
  }
}
