package dev.slipway.doctor;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Runs all checks in the background after each start and logs the results. While something is
 * broken, it repeats them every hour, so that a fix shows up in every replica's metrics.
 */
@ApplicationScoped
class DoctorAtStart {
  private static final Logger LOG = Logger.getLogger(DoctorAtStart.class);

  /** By then the HTTP port is open, so the test notification can arrive. */
  private static final int START_DELAY_SECONDS = 5;

  private static final int RERUN_INTERVAL_SECONDS = 3600;

  private final Doctor doctor;
  private final DoctorConfig config;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(DoctorAtStart::thread);

  DoctorAtStart(Doctor doctor, DoctorConfig config) {
    this.doctor = doctor;
    this.config = config;
  }

  void start(@Observes StartupEvent started) {
    if (config.atStart()) {
      scheduler.schedule(this::runAndLog, START_DELAY_SECONDS, TimeUnit.SECONDS);
      scheduler.scheduleWithFixedDelay(
          this::rerunIfBroken, RERUN_INTERVAL_SECONDS, RERUN_INTERVAL_SECONDS, TimeUnit.SECONDS);
    }
  }

  void stop(@Observes ShutdownEvent stopped) {
    scheduler.shutdownNow();
  }

  void runAndLog() {
    var report = doctor.runChecks(null);
    if (report.isAllFine()) {
      LOG.infof("Doctor: all %d checks are fine", report.checks().size());
      return;
    }
    report.checks().stream()
        .filter(check -> check.status() != CheckStatus.FINE)
        .forEach(DoctorAtStart::log);
  }

  void rerunIfBroken() {
    if (doctor.latestReport().count(CheckStatus.BROKEN) > 0) {
      runAndLog();
    }
  }

  /** An unknown status is the same after each start, so it is no reason to warn. */
  private static void log(CheckReport check) {
    var level = check.status() == CheckStatus.UNKNOWN ? Logger.Level.INFO : Logger.Level.WARN;
    LOG.logf(level, "Doctor: %s: %s", check.name(), check.message());
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "doctor-at-start");
    thread.setDaemon(true);
    return thread;
  }
}
