package dev.slipway.web.limits;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the requests that are in progress at once, and accepts none shortly before shutdown. With
 * an unbounded queue instead, responses would come after their clients have given up, and the queue
 * would use memory until then.
 */
final class InFlightRequests {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int maxRequests;
  private final Clock clock;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile Instant acceptUntil = Instant.MAX;

  InFlightRequests(int maxRequests, Clock clock) {
    this.maxRequests = maxRequests;
    this.clock = clock;
  }

  /** Returns why the request is rejected, or nothing; then {@link #release} must follow. */
  Optional<Problem> acquire() {
    if (clock.instant().isAfter(acceptUntil)) {
      return Optional.of(
          Problem.of(ErrorCode.STOPPING, "Try again. Another server will answer.", RETRY_AFTER));
    }
    if (inFlight.incrementAndGet() > maxRequests) {
      inFlight.decrementAndGet();
      return Optional.of(
          Problem.of(
              ErrorCode.OVERLOADED, "Try again in a second. Nothing was lost.", RETRY_AFTER));
    }
    return Optional.empty();
  }

  void release() {
    inFlight.decrementAndGet();
  }

  /** Rejects every request that comes after this delay. */
  void refuseAfter(Duration delay) {
    acceptUntil = clock.instant().plus(delay);
  }

  /** Whether {@link #refuseAfter} has been called. */
  boolean isStopping() {
    return acceptUntil != Instant.MAX;
  }
}
