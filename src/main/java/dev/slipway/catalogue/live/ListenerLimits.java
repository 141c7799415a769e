package dev.slipway.catalogue.live;

import dev.slipway.observability.Metrics;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the clients that follow the changes, and limits their number. */
@Startup
@ApplicationScoped
class ListenerLimits {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

  private final LiveConfig config;
  private final Counter refused;
  private final Map<String, Integer> byAddress = new HashMap<>();
  private final AtomicInteger total = new AtomicInteger();

  ListenerLimits(LiveConfig config, MeterRegistry metrics) {
    this.config = config;
    this.refused =
        Counter.builder("slipway.changes.refused")
            .description("Requests for live changes that were refused because there are too many")
            .register(metrics);
    Metrics.gauge("slipway.changes.listeners", "Clients that follow live changes", total::get)
        .register(metrics);
  }

  /**
   * @throws ProblemException {@code too-many-requests}
   */
  synchronized void requireRoom(String address) {
    if (total.get() >= config.listeners()) {
      throw refuse("This server has too many clients that follow changes.");
    }
    if (byAddress.getOrDefault(address, 0) >= config.listenersPerAddress()) {
      throw refuse("Your network address has too many clients that follow changes.");
    }
  }

  synchronized void add(String address) {
    total.incrementAndGet();
    byAddress.merge(address, 1, Integer::sum);
  }

  synchronized void remove(String address) {
    total.decrementAndGet();
    byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }

  private ProblemException refuse(String reason) {
    refused.increment();
    return new ProblemException(
        ErrorCode.TOO_MANY_REQUESTS,
        reason + " Wait, then try again, or read the listing instead.",
        RETRY_AFTER);
  }
}
