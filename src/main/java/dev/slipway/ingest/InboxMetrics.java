package dev.slipway.ingest;

import dev.slipway.web.Metrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** What can be measured of the inbox. What waits and what is dead is of all replicas. */
@ApplicationScoped
class InboxMetrics {
  private static final Logger LOG = Logger.getLogger(InboxMetrics.class);

  private final MeterRegistry registry;
  private final Inbox inbox;
  private final Clock clock;
  private final Timer lags;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong oldestSeconds = new AtomicLong();
  private final AtomicLong dead = new AtomicLong();

  InboxMetrics(MeterRegistry registry, Inbox inbox, Clock clock) {
    this.registry = registry;
    this.inbox = inbox;
    this.clock = clock;
    this.lags =
        Metrics.lag(
                "slipway.notifications.lag", "From the store's time of a change to its applying")
            .register(registry);
    gauge("slipway.notifications.waiting", "Received and not applied yet", waiting);
    gauge(
        "slipway.notifications.oldest", "Age of the oldest that waits, in seconds", oldestSeconds);
    gauge("slipway.notifications.dead", "Dead letters that are kept", dead);
  }

  void received(Transport transport) {
    registry.counter("slipway.notifications.received", "transport", transport.word()).increment();
  }

  /**
   * @param eventAt the store's time, or null
   */
  void settled(NotificationState outcome, Instant eventAt) {
    registry.counter("slipway.notifications.settled", "state", outcome.word()).increment();
    if (outcome == NotificationState.APPLIED && eventAt != null) {
      var lag = Duration.between(eventAt, clock.instant());
      lags.record(lag.isNegative() ? Duration.ZERO : lag);
    }
  }

  /**
   * @param cause {@code store}, {@code database} or {@code failure}
   */
  void retried(String cause) {
    registry.counter("slipway.notifications.retries", "cause", cause).increment();
  }

  /** Counting is not left to whoever scrapes. */
  @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void count() {
    try {
      var counts = inbox.counts();
      waiting.set(counts.waiting());
      dead.set(counts.dead());
      oldestSeconds.set(
          counts.oldest() == null
              ? 0
              : Duration.between(counts.oldest(), clock.instant()).toSeconds());
    } catch (RuntimeException away) {
      // The inbox worker says so already.
      LOG.debugf("The inbox can't be counted: %s", away.getMessage());
    }
  }

  private void gauge(String name, String description, AtomicLong value) {
    Gauge.builder(name, value, AtomicLong::get).description(description).register(registry);
  }
}
