package dev.slipway.processing;

import dev.slipway.observability.Metrics;
import dev.slipway.processing.JobQueue.JobDead;
import dev.slipway.processing.work.JobKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * The metrics of media jobs. The gauges are the same on all replicas, because they count rows of
 * the database.
 */
@ApplicationScoped
class ProcessingMetrics {
  private static final Logger LOG = Logger.getLogger(ProcessingMetrics.class);

  private final JobBacklog backlog;
  private final MeterRegistry registry;
  private final Clock clock;
  private final Map<JobKind, Timer> durations;
  private final Counter deadJobs;
  private final Map<RetryCause, Counter> retries;
  private final AtomicLong queued = new AtomicLong();
  private final AtomicLong running = new AtomicLong();
  private final AtomicLong dead = new AtomicLong();
  private final AtomicLong oldestSeconds = new AtomicLong();

  ProcessingMetrics(MeterRegistry registry, JobBacklog backlog, Clock clock) {
    this.registry = registry;
    this.backlog = backlog;
    this.clock = clock;
    gauge("slipway.processing.queued", "Media jobs that wait for a worker", queued);
    gauge("slipway.processing.running", "Media jobs that a worker runs", running);
    gauge("slipway.processing.dead", "Media jobs that failed too often", dead);
    Metrics.secondsGauge(
            "slipway.processing.oldest",
            "Age of the oldest unfinished media job, without the backfill",
            oldestSeconds::get)
        .register(registry);
    durations =
        Metrics.perValue(
            EnumSet.allOf(JobKind.class),
            kind ->
                Metrics.lagTimer(
                        "slipway.processing.duration", "Duration of attempts with a result")
                    .tag("kind", Metrics.labelValue(kind))
                    .register(registry));
    retries =
        Metrics.counters(
            registry,
            "slipway.processing.retries",
            "Attempts that have to be repeated",
            "cause",
            EnumSet.allOf(RetryCause.class));
    deadJobs =
        Counter.builder("slipway.processing.deaths")
            .description("Media jobs that became dead")
            .register(registry);
  }

  Timer.Sample startTimer() {
    return Timer.start(registry);
  }

  void recordDuration(JobKind kind, Timer.Sample started) {
    started.stop(durations.get(kind));
  }

  void recordRetry(RetryCause cause) {
    retries.get(cause).increment();
  }

  void recordDead(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobDead event) {
    deadJobs.increment();
  }

  /** Counts on a schedule, so that a scrape never waits for the database. */
  @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void updateGauges() {
    try {
      var counts = backlog.count();
      queued.set(counts.queued().value());
      running.set(counts.running().value());
      dead.set(counts.dead().value());
      oldestSeconds.set(
          counts.oldestQueuedAt() == null
              ? 0
              : Duration.between(counts.oldestQueuedAt(), clock.instant()).toSeconds());
    } catch (RuntimeException e) {
      // JobWorker logs the outage.
      LOG.debugf("The media jobs can't be counted: %s", e.getMessage());
    }
  }

  private void gauge(String name, String description, AtomicLong value) {
    Metrics.gauge(name, description, value::get).register(registry);
  }

  /** Why an attempt has to be repeated. */
  enum RetryCause {
    STORE,
    DATABASE,
    SCANNER,
    PROGRAM,
    DISK,
    FAILURE
  }
}
