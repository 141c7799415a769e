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
 * Looks after each start, in the background, and tells the log; and again while something is
 * broken, so that whoever mends it need not come to each replica.
 */
@ApplicationScoped
class DoctorAtStart {
  private static final Logger LOG = Logger.getLogger(DoctorAtStart.class);

  /** By then the port is open, so that notifications can come, and the start is over. */
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
    var examination = doctor.runChecks(null);
    if (examination.isAllFine()) {
      LOG.infof("Doctor: all %d checks are fine", examination.checks().size());
      return;
    }
    examination.checks().stream()
        .filter(check -> check.verdict() != CheckStatus.FINE)
        .forEach(DoctorAtStart::log);
  }

  void rerunIfBroken() {
    if (doctor.latestReport().count(CheckStatus.BROKEN) > 0) {
      runAndLog();
    }
  }

  /** What can't be told from here is so at each start, and no reason to warn. */
  private static void log(CheckReport check) {
    var level = check.verdict() == CheckStatus.UNKNOWN ? Logger.Level.INFO : Logger.Level.WARN;
    LOG.logf(level, "Doctor: %s: %s", check.name(), check.sentence());
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "doctor-at-start");
    thread.setDaemon(true);
    return thread;
  }
}
