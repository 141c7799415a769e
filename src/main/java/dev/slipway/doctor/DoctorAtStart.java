package dev.slipway.doctor;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Runs all checks in the background after each start and logs the results. While something is
 * broken, it repeats them every hour, so that a fix shows up in every replica's metrics.
 */
@ApplicationScoped
class DoctorAtStart {
  private static final Logger LOG = Logger.getLogger(DoctorAtStart.class);

  private final Doctor doctor;
  private final DoctorConfig config;
  private volatile boolean hasRun;

  DoctorAtStart(Doctor doctor, DoctorConfig config) {
    this.doctor = doctor;
    this.config = config;
  }

  /** Waits until the HTTP port is open, so that the test notification can arrive. */
  @Scheduled(every = "1h", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void runOnSchedule() {
    if (!config.atStart()) {
      return;
    }
    if (hasRun) {
      rerunIfBroken();
    } else {
      hasRun = true;
      runAndLog();
    }
  }

  private void runAndLog() {
    var report = doctor.runChecks(null);
    if (report.isAllFine()) {
      LOG.infof("Doctor: all %d checks are fine", report.checks().size());
      return;
    }
    report.checks().stream()
        .filter(check -> check.status() != CheckStatus.FINE)
        .forEach(DoctorAtStart::log);
  }

  private void rerunIfBroken() {
    if (doctor.latestReport().count(CheckStatus.BROKEN) > 0) {
      runAndLog();
    }
  }

  /** An unknown status is the same after each start, so it is no reason to warn. */
  private static void log(CheckReport check) {
    var level = check.status() == CheckStatus.UNKNOWN ? Logger.Level.INFO : Logger.Level.WARN;
    LOG.logf(level, "Doctor: %s: %s", check.name(), check.message());
  }
}
