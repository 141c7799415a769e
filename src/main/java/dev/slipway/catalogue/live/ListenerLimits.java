package dev.slipway.catalogue.live;

import dev.slipway.observability.Metrics;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.ratelimit.FairShare;
import dev.slipway.web.ratelimit.RateLimiter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** Counts the clients that follow the changes, and limits their number. */
@Startup
@ApplicationScoped
class ListenerLimits {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

  private static final double REFILL_SECONDS = 60;
  private static final int OPENINGS = 2;

  private final RateLimiter openings;
  private final Counter refused;
  private final FairShare listeners;

  ListenerLimits(LiveConfig config, MeterRegistry metrics, Clock clock) {
    this.listeners = new FairShare(config.listeners(), config.listenersPerAddress());
    var burst = OPENINGS * config.listenersPerAddress();
    this.openings = new RateLimiter(burst, burst / REFILL_SECONDS, clock);
    this.refused =
        Counter.builder("slipway.changes.refused")
            .description("Requests for live changes that were refused because there are too many")
            .register(metrics);
    Metrics.gauge("slipway.changes.listeners", "Clients that follow live changes", listeners::count)
        .register(metrics);
  }

  /**
   * An address may open twice as many responses in a minute as it may have at the same time,
   * because each of them may have to read earlier changes.
   *
   * @throws ProblemException {@code too-many-requests}
   */
  void requireRoom(String address) {
    if (listeners.isFull()) {
      throw refuse("This server has too many clients that follow changes.");
    }
    if (!listeners.hasRoom(address)) {
      throw refuse("Your network address has too many clients that follow changes.");
    }
    if (openings.tryAcquire(address).isPresent()) {
      throw refuse(
          "Your network address opens too many connections for live changes in a short time.");
    }
  }

  void add(String address) {
    listeners.add(address);
  }

  void remove(String address) {
    listeners.release(address);
  }

  private ProblemException refuse(String reason) {
    refused.increment();
    return new ProblemException(
        ErrorCode.TOO_MANY_REQUESTS,
        reason + " Wait, then try again, or read the listing instead.",
        RETRY_AFTER);
  }
}
