package dev.slipway.ingest.inbox;

import dev.slipway.ingest.Transport;
import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * The metrics of the inbox. The gauges of waiting notifications and dead letters are the same on
 * all replicas, because they count rows of the database.
 */
@ApplicationScoped
class InboxMetrics {
  private static final Logger LOG = Logger.getLogger(InboxMetrics.class);

  private final NotificationQueue queue;
  private final Clock clock;
  private final Timer lag;
  private final Map<Transport, Counter> received;
  private final Map<NotificationState, Counter> outcomes;
  private final Map<RetryCause, Counter> retries;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong oldestSeconds = new AtomicLong();
  private final AtomicLong dead = new AtomicLong();

  InboxMetrics(MeterRegistry registry, NotificationQueue queue, Clock clock) {
    this.queue = queue;
    this.clock = clock;
    lag =
        Metrics.lagTimer(
                "slipway.notifications.lag",
                "From the store's time of a change until it is applied")
            .register(registry);
    gauge(registry, "slipway.notifications.waiting", "Unprocessed notifications", waiting);
    gauge(registry, "slipway.notifications.dead", "Dead letters in the inbox", dead);
    Metrics.secondsGauge(
            "slipway.notifications.oldest",
            "Age of the oldest unprocessed notification",
            oldestSeconds::get)
        .register(registry);
    received =
        Metrics.counters(
            registry,
            "slipway.notifications.received",
            "Notifications stored in the inbox",
            "transport",
            EnumSet.allOf(Transport.class));
    outcomes =
        Metrics.counters(
            registry,
            "slipway.notifications.settled",
            "Processed notifications, by outcome",
            "state",
            EnumSet.complementOf(EnumSet.of(NotificationState.RECEIVED)));
    retries =
        Metrics.counters(
            registry,
            "slipway.notifications.retries",
            "Attempts that have to be repeated",
            "cause",
            EnumSet.allOf(RetryCause.class));
  }

  void recordReceived(Transport transport) {
    received.get(transport).increment();
  }

  /**
   * @param eventAt the store's time of the change, or null to record no lag
   */
  void recordOutcome(NotificationState outcome, Instant eventAt) {
    outcomes.get(outcome).increment();
    if (outcome == NotificationState.APPLIED && eventAt != null) {
      var duration = Duration.between(eventAt, clock.instant());
      lag.record(duration.isNegative() ? Duration.ZERO : duration);
    }
  }

  void recordRetry(RetryCause cause) {
    retries.get(cause).increment();
  }

  /** Counts on a schedule, so that a scrape never waits for the database. */
  @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void updateGauges() {
    try {
      var backlog = queue.countBacklog(Integer.MAX_VALUE);
      waiting.set(backlog.waiting());
      dead.set(backlog.dead());
      oldestSeconds.set(
          backlog.oldestReceivedAt() == null
              ? 0
              : Duration.between(backlog.oldestReceivedAt(), clock.instant()).toSeconds());
    } catch (RuntimeException e) {
      // InboxWorker logs the outage.
      LOG.debugf("The inbox can't be counted: %s", e.getMessage());
    }
  }

  private static void gauge(
      MeterRegistry registry, String name, String description, AtomicLong value) {
    Metrics.gauge(name, description, value::get).register(registry);
  }

  /** Why an attempt has to be repeated. */
  enum RetryCause {
    STORE,
    DATABASE,
    FAILURE
  }
}
