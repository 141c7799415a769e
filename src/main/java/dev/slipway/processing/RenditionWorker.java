package dev.slipway.processing;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import dev.slipway.media.rendition.RenditionConfig;
import dev.slipway.media.rendition.Transcoder;
import dev.slipway.processing.JobSchedule.JobDue;
import dev.slipway.processing.work.JobLane;
import dev.slipway.web.ProcessRole;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import org.jboss.logging.Logger;

/**
 * Takes due jobs of the long lane in this process, with threads of their own. A process that can't
 * transcode takes none and leaves them to others.
 */
@ApplicationScoped
class RenditionWorker {
  private static final Logger LOG = Logger.getLogger(RenditionWorker.class);

  private final ProcessingConfig config;
  private final RenditionConfig renditions;
  private final JobSchedule schedule;
  private final JobAttempts attempts;
  private final Transcoder transcoder;
  private final ProcessRole role;
  private Scheduler scheduler;
  private boolean warned;
  private volatile boolean stopping;

  RenditionWorker(
      ProcessingConfig config,
      RenditionConfig renditions,
      JobSchedule schedule,
      JobAttempts attempts,
      Transcoder transcoder,
      ProcessRole role) {
    this.config = config;
    this.renditions = renditions;
    this.schedule = schedule;
    this.attempts = attempts;
    this.transcoder = transcoder;
    this.role = role;
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
    if (!runsJobs() || stopping) {
      return;
    }
    if (!transcoder.isAvailable()) {
      if (!warned) {
        LOG.warnf("This process makes no renditions. %s", transcoder.problem());
      }
      warned = true;
      if (scheduler != null && !scheduler.getSchedulerState().isPaused()) {
        scheduler.pause();
      }
      return;
    }
    warned = false;
    if (scheduler == null) {
      scheduler =
          schedule.createWorker(
              JobLane.LONG,
              renditions.workers(),
              config.poll(),
              JobWorker.name(),
              attempts::attempt,
              new Listener());
      scheduler.start();
    } else if (scheduler.getSchedulerState().isPaused()) {
      scheduler.resume();
    }
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
    var worker = scheduler;
    if (worker != null && !stopping && event.lane() == JobLane.LONG) {
      worker.triggerCheckForDueExecutions();
    }
  }

  /** Interrupts the attempts. Their jobs are given back. */
  void stop(@Observes ShutdownEvent stopped) {
    Scheduler worker;
    synchronized (this) {
      stopping = true;
      worker = scheduler;
    }
    if (worker != null) {
      attempts.stop();
      worker.stop();
    }
  }

  /** {@link JobWorker} logs outages of the database. */
  private final class Listener extends AbstractSchedulerListener {
    @Override
    public void onExecutionComplete(ExecutionComplete complete) {
      complete
          .getCause()
          .filter(cause -> !stopping)
          .ifPresent(
              cause ->
                  LOG.errorf(
                      "Media job %s will be tried again: %s",
                      complete.getExecution().taskInstance.getId(), cause));
    }
  }
}
