package dev.slipway.web.limits;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which requests may begin: so many at once, and once the replica is about to stop, only those that
 * have the time to end. What waits in a queue without an end is answered when nobody waits any
 * more, and takes memory until then.
 */
final class InFlightRequests {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final int most;
  private final Clock clock;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile Instant last = Instant.MAX;

  InFlightRequests(int most, Clock clock) {
    this.most = most;
    this.clock = clock;
  }

  /**
   * @return why this one may not; where it may, {@link #release} has to follow
   */
  Optional<Problem> acquire() {
    if (clock.instant().isAfter(last)) {
      return Optional.of(
          Problem.of(ErrorCode.STOPPING, "Ask again: another server answers then.", SOON));
    }
    if (underWay.incrementAndGet() > most) {
      underWay.decrementAndGet();
      return Optional.of(
          Problem.of(ErrorCode.OVERLOADED, "Try again in a second; nothing was lost.", SOON));
    }
    return Optional.empty();
  }

  void release() {
    underWay.decrementAndGet();
  }

  /** Whether that has been said. */
  boolean isStopping() {
    return last != Instant.MAX;
  }

  /**
   * @param later from then on nothing begins
   */
  void refuseAfter(Duration later) {
    last = clock.instant().plus(later);
  }
}
