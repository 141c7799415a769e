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

/** What can be measured of the inbox. What waits and what is dead is of all replicas. */
@ApplicationScoped
public class InboxMetrics {
  private static final Logger LOG = Logger.getLogger(InboxMetrics.class);

  private final NotificationQueue inbox;
  private final Clock clock;
  private final Timer lags;
  private final Map<Transport, Counter> received;
  private final Map<NotificationState, Counter> settled;
  private final Map<RetryCause, Counter> retries;
  private final Map<Refusal, Counter> refusals;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong oldestSeconds = new AtomicLong();
  private final AtomicLong dead = new AtomicLong();

  InboxMetrics(MeterRegistry registry, NotificationQueue inbox, Clock clock) {
    this.inbox = inbox;
    this.clock = clock;
    this.lags =
        Metrics.lagTimer(
                "slipway.notifications.lag", "From the store's time of a change to its applying")
            .register(registry);
    gauge(registry, "slipway.notifications.waiting", "Received and not applied yet", waiting);
    gauge(registry, "slipway.notifications.dead", "Dead letters that are kept", dead);
    Metrics.secondsGauge(
            "slipway.notifications.oldest", "Age of the oldest that waits", oldestSeconds::get)
        .register(registry);
    received =
        Metrics.counters(
            registry,
            "slipway.notifications.received",
            "Notifications that the inbox has taken",
            "transport",
            EnumSet.allOf(Transport.class));
    settled =
        Metrics.counters(
            registry,
            "slipway.notifications.settled",
            "Notifications that are done with, by what became of them",
            "state",
            EnumSet.complementOf(EnumSet.of(NotificationState.RECEIVED)));
    retries =
        Metrics.counters(
            registry,
            "slipway.notifications.retries",
            "Attempts at a notification that have to be made again",
            "cause",
            EnumSet.allOf(RetryCause.class));
    refusals =
        Metrics.counters(
            registry,
            "slipway.notifications.refused",
            "Posts to the webhook that were not taken",
            "reason",
            EnumSet.allOf(Refusal.class));
  }

  void recordReceived(Transport transport) {
    received.get(transport).increment();
  }

  /**
   * @param eventAt the store's time, or null
   */
  void recordOutcome(NotificationState outcome, Instant eventAt) {
    settled.get(outcome).increment();
    if (outcome == NotificationState.APPLIED && eventAt != null) {
      var lag = Duration.between(eventAt, clock.instant());
      lags.record(lag.isNegative() ? Duration.ZERO : lag);
    }
  }

  void recordRetry(RetryCause cause) {
    retries.get(cause).increment();
  }

  public void recordRefusal(Refusal reason) {
    refusals.get(reason).increment();
  }

  /** Counting is not left to whoever scrapes. */
  @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void updateGauges() {
    try {
      var counts = inbox.countBacklog();
      waiting.set(counts.waiting());
      dead.set(counts.dead());
      oldestSeconds.set(
          counts.oldestReceivedAt() == null
              ? 0
              : Duration.between(counts.oldestReceivedAt(), clock.instant()).toSeconds());
    } catch (RuntimeException away) {
      // The inbox worker says so already.
      LOG.debugf("The inbox can't be counted: %s", away.getMessage());
    }
  }

  private static void gauge(
      MeterRegistry registry, String name, String description, AtomicLong value) {
    Metrics.gauge(name, description, value::get).register(registry);
  }

  /** Why an attempt is made again. */
  enum RetryCause {
    STORE,
    DATABASE,
    FAILURE
  }

  /** Why a post was not taken. */
  public enum Refusal {
    /** It has neither the right token nor a signature that counts. */
    TOKEN,
    /** The webhook is not among the transports. */
    TRANSPORT
  }
}
