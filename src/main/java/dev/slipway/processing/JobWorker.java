package dev.slipway.processing;

import dev.slipway.media.probe.MediaProbe;
import dev.slipway.processing.JobSchedule.JobDue;
import dev.slipway.processing.scan.MalwareScanner;
import dev.slipway.processing.work.WorkerPool;
import dev.slipway.web.ProcessRole;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jboss.logging.Logger;

/**
 * Runs short jobs in this process. A process without ffprobe takes none and leaves them to others.
 */
@ApplicationScoped
class JobWorker {
  private static final Logger LOG = Logger.getLogger(JobWorker.class);
  private static final int MAX_NAME_LENGTH = 50;

  private final ProcessingConfig config;
  private final MediaProbe probe;
  private final MalwareScanner scanner;
  private final ProcessRole role;
  private final PoolWorker worker;
  private boolean warned;

  JobWorker(
      ProcessingConfig config,
      JobSchedule schedule,
      JobAttempts attempts,
      MediaProbe probe,
      MalwareScanner scanner,
      ProcessRole role) {
    this.config = config;
    this.probe = probe;
    this.scanner = scanner;
    this.role = role;
    this.worker =
        new PoolWorker(WorkerPool.SHORT, config.workers(), config.poll(), schedule, attempts);
  }

  /** Rejects invalid settings, and starts the worker. */
  void start(@Observes StartupEvent started) {
    if (config.workers() < 0 || config.tries() < 1) {
      throw new IllegalArgumentException(
          "SLIPWAY_PROCESSING_WORKERS must not be negative, and SLIPWAY_PROCESSING_TRIES must be at"
              + " least 1.");
    }
    if (config.poll().toMillis() < 1 || config.retryDelay().toMillis() < 1) {
      throw new IllegalArgumentException(
          "SLIPWAY_PROCESSING_POLL and SLIPWAY_PROCESSING_RETRY_DELAY must be positive.");
    }
    if (scanner.isEnabled() && !config.enabled()) {
      throw new IllegalArgumentException(
          "SLIPWAY_SCAN_ADDRESS needs SLIPWAY_PROCESSING_ENABLED=true, because media jobs scan the"
              + " files.");
    }
    adjust();
  }

  /**
   * Starts the worker once ffprobe is available, for example after it has been installed, and
   * pauses it while ffprobe is missing. A running attempt continues.
   */
  @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  synchronized void adjust() {
    if (!runsJobs() || worker.isStopping()) {
      return;
    }
    if (!probe.isAvailable()) {
      if (!warned) {
        LOG.error(
            "ffprobe is missing, so this process takes no media jobs: new videos wait. Install"
                + " ffmpeg, set SLIPWAY_MEDIA_FFPROBE, or set SLIPWAY_PROCESSING_ENABLED=false to"
                + " accept videos without a probe");
      }
      warned = true;
      worker.pause();
      return;
    }
    warned = false;
    if (worker.start()) {
      LOG.info("ffprobe is available again: this process takes media jobs");
    }
  }

  /** Whether the worker was started, and takes no jobs now because ffprobe is missing. */
  boolean isPaused() {
    return worker.isPaused();
  }

  /** Whether this process is configured to run jobs. */
  boolean runsJobs() {
    return config.enabled() && config.workers() > 0 && role.runsMediaJobs();
  }

  void onJobDue(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobDue event) {
    worker.onJobDue(event);
  }

  /** Interrupts the attempts that don't end soon. Their jobs are given back. */
  void stop(@Observes ShutdownEvent stopped) {
    worker.stop();
  }

  /** The host and the process, because several processes of a host may run jobs. */
  static String name() {
    var process = "-" + ProcessHandle.current().pid();
    var host = hostName();
    var length = Math.min(host.length(), MAX_NAME_LENGTH - process.length());
    return host.substring(0, length) + process;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
