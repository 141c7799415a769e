package dev.slipway.processing;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import dev.slipway.media.probe.MediaProbe;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** Checks that media jobs are run: new videos can't be played before their job ends. */
@ApplicationScoped
class ProcessingCheck implements Check {
  /**
   * A short job takes seconds. More than this means that no worker takes it, or that there are too
   * few.
   */
  private static final Duration MAX_WAIT = Duration.ofMinutes(10);

  private final ProcessingConfig config;
  private final JobBacklog backlog;
  private final JobWorker worker;
  private final MediaProbe probe;
  private final Clock clock;

  ProcessingCheck(
      ProcessingConfig config,
      JobBacklog backlog,
      JobWorker worker,
      MediaProbe probe,
      Clock clock) {
    this.config = config;
    this.backlog = backlog;
    this.worker = worker;
    this.probe = probe;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "Media jobs";
  }

  @Override
  public CheckResult run(String pageOrigin) {
    if (!config.enabled()) {
      return CheckResult.fine(
          "Videos are ready without a probe, because SLIPWAY_PROCESSING_ENABLED is false.");
    }
    var counts = backlog.count();
    var waits =
        counts.oldestQueuedAt() == null
            ? Duration.ZERO
            : Duration.between(counts.oldestQueuedAt(), clock.instant());
    var facts =
        "Queued jobs: %s, running: %s, dead: %s."
            .formatted(counts.queued().text(), counts.running().text(), counts.dead().text());
    if (waits.compareTo(MAX_WAIT) > 0) {
      return CheckResult.broken(
          "The oldest media job has waited for %d minutes. %s Start more workers, or fix the ones that run: each needs ffprobe and SLIPWAY_PROCESSING_WORKERS above 0."
              .formatted(waits.toMinutes(), facts));
    }
    if (worker.runsJobs() && !probe.isAvailable()) {
      return CheckResult.weak(
          "This process takes no media jobs, because ffprobe is missing. %s Install ffmpeg, or set SLIPWAY_MEDIA_FFPROBE; if other processes run the jobs, set SLIPWAY_ROLE to web here."
              .formatted(facts));
    }
    if (counts.untakenSince() != null
        && Duration.between(counts.untakenSince(), clock.instant()).compareTo(MAX_WAIT) > 0) {
      return CheckResult.weak(
          "Renditions are waiting, but no process makes them. %s One needs an ffmpeg that encodes H.264, and SLIPWAY_PROCESSING_WORKERS and SLIPWAY_RENDITIONS_WORKERS above 0; or set SLIPWAY_RENDITIONS_ENABLED to false in all of them."
              .formatted(facts));
    }
    if (counts.dead().value() > 0) {
      return CheckResult.weak(facts + " /admin/processing shows why, and retries them.");
    }
    return CheckResult.fine(facts);
  }
}
