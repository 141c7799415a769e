package dev.slipway.processing;

import dev.slipway.media.rendition.RenditionConfig;
import dev.slipway.media.rendition.Transcoder;
import dev.slipway.processing.JobSchedule.JobDue;
import dev.slipway.processing.work.WorkerPool;
import dev.slipway.web.ProcessRole;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import org.jboss.logging.Logger;

/**
 * Runs long jobs in this process, with threads of their own. A process that can't transcode takes
 * none and leaves them to others.
 */
@ApplicationScoped
class RenditionWorker {
  private static final Logger LOG = Logger.getLogger(RenditionWorker.class);

  /** A rendition takes minutes, so it may begin some seconds later. */
  private static final int POLL_FACTOR = 5;

  private final ProcessingConfig config;
  private final RenditionConfig renditions;
  private final Transcoder transcoder;
  private final ProcessRole role;
  private final PoolWorker worker;
  private boolean warned;

  RenditionWorker(
      ProcessingConfig config,
      RenditionConfig renditions,
      JobSchedule schedule,
      JobAttempts attempts,
      Transcoder transcoder,
      ProcessRole role) {
    this.config = config;
    this.renditions = renditions;
    this.transcoder = transcoder;
    this.role = role;
    this.worker =
        new PoolWorker(
            WorkerPool.LONG,
            renditions.workers(),
            config.poll().multipliedBy(POLL_FACTOR),
            schedule,
            attempts);
  }

  /** Rejects invalid settings, and starts the worker. */
  void start(@Observes StartupEvent started) {
    if (renditions.workers() < 0) {
      throw new IllegalArgumentException("SLIPWAY_RENDITIONS_WORKERS must not be negative.");
    }
    if (renditions.stallTimeout().toMillis() < 1 || renditions.timePerSecond().toMillis() < 1) {
      throw new IllegalArgumentException(
          "SLIPWAY_RENDITIONS_STALL_TIMEOUT and SLIPWAY_RENDITIONS_TIME_PER_SECOND must be"
              + " positive.");
    }
    adjust();
  }

  /** Starts the worker once ffmpeg is available, and pauses it while ffmpeg is missing. */
  @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  synchronized void adjust() {
    if (!runsJobs() || worker.isStopping()) {
      return;
    }
    if (!transcoder.isAvailable()) {
      if (!warned) {
        LOG.warnf("This process makes no renditions. %s", transcoder.problem());
      }
      warned = true;
      worker.pause();
      return;
    }
    warned = false;
    worker.start();
  }

  /**
   * Whether this process is configured to make renditions. Without workers it runs no job at all.
   */
  boolean runsJobs() {
    return config.enabled()
        && renditions.enabled()
        && config.workers() > 0
        && renditions.workers() > 0
        && role.runsMediaJobs();
  }

  void onJobDue(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobDue event) {
    worker.onJobDue(event);
  }

  /** Interrupts the attempts. Their jobs are given back. */
  void stop(@Observes ShutdownEvent stopped) {
    worker.stop();
  }
}
