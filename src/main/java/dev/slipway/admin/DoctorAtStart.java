package dev.slipway.admin;

import dev.slipway.web.Verdict;
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
  private static final int SECONDS_AFTER_START = 5;

  private static final int SECONDS_BETWEEN = 3600;

  private final Doctor doctor;
  private final DoctorConfig config;
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(DoctorAtStart::thread);

  DoctorAtStart(Doctor doctor, DoctorConfig config) {
    this.doctor = doctor;
    this.config = config;
  }

  void start(@Observes StartupEvent started) {
    if (config.atStart()) {
      later.schedule(this::look, SECONDS_AFTER_START, TimeUnit.SECONDS);
      later.scheduleWithFixedDelay(
          this::lookAgain, SECONDS_BETWEEN, SECONDS_BETWEEN, TimeUnit.SECONDS);
    }
  }

  void stop(@Observes ShutdownEvent stopped) {
    later.shutdownNow();
  }

  void look() {
    var examination = doctor.examine(null);
    if (examination.isAllFine()) {
      LOG.infof("Doctor: all %d checks are fine", examination.checks().size());
      return;
    }
    examination.checks().stream()
        .filter(check -> check.verdict() != Verdict.FINE)
        .forEach(DoctorAtStart::tell);
  }

  void lookAgain() {
    if (doctor.last().count(Verdict.BROKEN) > 0) {
      look();
    }
  }

  /** What can't be told from here is so at each start, and no reason to warn. */
  private static void tell(Diagnosis check) {
    var level = check.verdict() == Verdict.UNKNOWN ? Logger.Level.INFO : Logger.Level.WARN;
    LOG.logf(level, "Doctor: %s: %s", check.name(), check.sentence());
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "doctor-at-start");
    thread.setDaemon(true);
    return thread;
  }
}
