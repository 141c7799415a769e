package dev.slipway.doctor;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Runs all checks in the background after each start and logs the results. While something is
 * broken, it repeats them, first after a minute and then ever more rarely, so that a fix shows up
 * in every replica's metrics.
 */
@ApplicationScoped
class DoctorAtStart {
  private static final Logger LOG = Logger.getLogger(DoctorAtStart.class);

  /** For a server that neither an event nor the probe reports, such as one with TLS only. */
  private static final Duration MAX_WAIT_FOR_SERVER = Duration.ofMinutes(2);

  private static final Duration FIRST_INTERVAL = Duration.ofMinutes(1);
  private static final Duration MAX_INTERVAL = Duration.ofHours(1);

  private final Doctor doctor;
  private final DoctorConfig config;
  private final ServerProbe server;
  private final Clock clock;
  private final Instant startedAt;
  private volatile boolean isListening;
  private volatile Instant next = Instant.MIN;
  private volatile Duration interval = FIRST_INTERVAL;

  DoctorAtStart(Doctor doctor, DoctorConfig config, ServerProbe server, Clock clock) {
    this.doctor = doctor;
    this.config = config;
    this.server = server;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  void listening(@ObservesAsync HttpServerStart started) {
    isListening = true;
  }

  void listeningWithTls(@ObservesAsync HttpsServerStart started) {
    isListening = true;
  }

  /** Waits until the HTTP port is open, so that the test notification can arrive. */
  @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void runOnSchedule() {
    var now = clock.instant();
    if (!config.atStart() || now.isBefore(next) || mustWait(now)) {
      return;
    }
    var isFirst = next.equals(Instant.MIN);
    if (!isFirst && doctor.latestReport().count(CheckStatus.BROKEN) == 0) {
      interval = FIRST_INTERVAL;
      return;
    }
    runAndLog();
    next = clock.instant().plus(interval);
    interval = min(interval.multipliedBy(2), MAX_INTERVAL);
  }

  private boolean mustWait(Instant now) {
    if (!isListening) {
      isListening = server.isListening();
    }
    return !isListening && now.isBefore(startedAt.plus(MAX_WAIT_FOR_SERVER));
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

  /** An unknown status is the same after each start, so it is no reason to warn. */
  private static void log(CheckReport check) {
    var level = check.status() == CheckStatus.UNKNOWN ? Logger.Level.INFO : Logger.Level.WARN;
    LOG.logf(level, "Doctor: %s: %s", check.name(), check.message());
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
