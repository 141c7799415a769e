package dev.slipway.catalogue.bulkjob;

import dev.slipway.catalogue.bulkjob.BulkJobQueue.BulkJobBacklog;
import dev.slipway.catalogue.bulkjob.ItemResult.Outcome;
import dev.slipway.observability.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;

/** Metrics of the bulk jobs: the open ones of all replicas, and what this one did with videos. */
@Startup
@ApplicationScoped
class BulkJobMetrics {
  private static final double MILLIS = 1000.0;

  private final Map<Outcome, Counter> items;
  private final Clock clock;
  private volatile BulkJobBacklog backlog = BulkJobBacklog.EMPTY;

  BulkJobMetrics(MeterRegistry registry, Clock clock) {
    this.clock = clock;
    this.items =
        Metrics.counters(
            registry,
            "slipway.bulk.items",
            "Videos that bulk jobs have worked on",
            "outcome",
            EnumSet.allOf(Outcome.class));
    Metrics.gauge(
            "slipway.bulk.jobs", "Bulk jobs that are not finished", () -> backlog.collecting())
        .tag("state", Metrics.labelValue(BulkJobState.COLLECTING))
        .register(registry);
    Metrics.gauge("slipway.bulk.jobs", "Bulk jobs that are not finished", () -> backlog.running())
        .tag("state", Metrics.labelValue(BulkJobState.RUNNING))
        .register(registry);
    Metrics.secondsGauge(
            "slipway.bulk.stalled",
            "Time since the open bulk job that has waited longest last progressed",
            this::stalled)
        .register(registry);
  }

  void update(BulkJobBacklog current) {
    backlog = current;
  }

  void record(Map<Outcome, Long> outcomes) {
    outcomes.forEach((outcome, count) -> items.get(outcome).increment(count));
  }

  private double stalled() {
    var since = backlog.oldestProgress();
    return since == null ? 0 : Duration.between(since, clock.instant()).toMillis() / MILLIS;
  }
}
