package dev.slipway.webhooks.delivery;

import dev.slipway.observability.Metrics;
import dev.slipway.webhooks.sending.Outcome;
import dev.slipway.webhooks.sending.SendResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * The metrics of webhooks. The gauges are the same on all replicas, because they count rows of the
 * database.
 */
@Startup
@ApplicationScoped
class DeliveryMetrics {
  private static final Logger LOG = Logger.getLogger(DeliveryMetrics.class);

  private final DeliveryBacklog backlog;
  private final Map<Outcome, Counter> attempts;
  private final Counter dead;
  private final Timer duration;
  private final AtomicLong pending = new AtomicLong();
  private final AtomicLong overdueSeconds = new AtomicLong();

  DeliveryMetrics(MeterRegistry registry, DeliveryBacklog backlog) {
    this.backlog = backlog;
    attempts =
        Metrics.counters(
            registry,
            "slipway.webhooks.attempts",
            "Attempts to send an event to a webhook, by outcome",
            "outcome",
            EnumSet.allOf(Outcome.class));
    dead =
        Counter.builder("slipway.webhooks.dead")
            .description("Deliveries that no further attempt follows")
            .register(registry);
    duration =
        Metrics.responseTimer("slipway.webhooks.duration", "Duration of an attempt")
            .register(registry);
    Metrics.gauge("slipway.webhooks.pending", "Deliveries that wait", pending::get)
        .register(registry);
    Metrics.secondsGauge(
            "slipway.webhooks.overdue",
            "How long the most overdue delivery has been waiting for its attempt",
            overdueSeconds::get)
        .register(registry);
  }

  /**
   * @param status of the delivery afterwards; empty if it was claimed again since
   */
  void recordAttempt(SendResult result, Optional<DeliveryStatus> status) {
    attempts.get(result.outcome()).increment();
    duration.record(result.duration());
    if (status.filter(DeliveryStatus.DEAD::equals).isPresent()) {
      dead.increment();
    }
  }

  /** Counts on a schedule, so that a scrape never waits for the database. */
  @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void updateGauges() {
    try {
      pending.set(backlog.countPending());
      overdueSeconds.set(backlog.longestOverdue().toSeconds());
    } catch (RuntimeException e) {
      // DeliveryDispatcher logs the outage.
      LOG.debugf("Webhook deliveries can't be counted: %s", e.getMessage());
    }
  }
}
