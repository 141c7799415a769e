package dev.slipway.web.limits;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import dev.slipway.web.ratelimit.FairShare;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Limits the requests that are in progress at once, in all and of one client, and accepts none
 * shortly before shutdown. With an unbounded queue instead, responses would come after their
 * clients have given up, and the queue would use memory until then.
 */
final class InFlightRequests {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final FairShare inFlight;
  private final Clock clock;
  private volatile Instant acceptUntil = Instant.MAX;

  /**
   * @param maxPerClient requests of one client while no other has any
   */
  InFlightRequests(int maxRequests, int maxPerClient, Clock clock) {
    this.inFlight = new FairShare(maxRequests, maxPerClient);
    this.clock = clock;
  }

  /** Returns why the request is rejected, or nothing; then {@link #release} must follow. */
  Optional<Problem> acquire(String client) {
    if (clock.instant().isAfter(acceptUntil)) {
      return Optional.of(
          Problem.of(ErrorCode.STOPPING, "Try again. Another server will answer.", RETRY_AFTER));
    }
    if (inFlight.tryAcquire(client)) {
      return Optional.empty();
    }
    return Optional.of(
        inFlight.isFull()
            ? Problem.of(
                ErrorCode.OVERLOADED, "Try again in a second. Nothing was lost.", RETRY_AFTER)
            : Problem.of(
                ErrorCode.TOO_MANY_REQUESTS,
                "Your network address has too many requests in progress. Try again in a second.",
                RETRY_AFTER));
  }

  void release(String client) {
    inFlight.release(client);
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
