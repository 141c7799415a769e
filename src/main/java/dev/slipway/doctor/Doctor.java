package dev.slipway.doctor;

import io.quarkus.arc.All;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Makes all checks, side by side, and remembers what they found last. */
@ApplicationScoped
public class Doctor {
  private static final Logger LOG = Logger.getLogger(Doctor.class);

  /** The slowest check waits six seconds for a notification. */
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(10);

  private final List<Check> checks;
  private final DoctorConfig config;
  private final Clock clock;
  private final Duration timeout;
  private final ExecutorService threads = Executors.newCachedThreadPool(Doctor::thread);
  private volatile DoctorReport latestReport = DoctorReport.NONE;
  private String lastOrigin;

  @Inject
  Doctor(@All List<Check> checks, DoctorConfig config, Clock clock) {
    this(checks, config, clock, CHECK_TIMEOUT);
  }

  /**
   * @param longest how long one check may take
   */
  Doctor(List<Check> checks, DoctorConfig config, Clock clock, Duration longest) {
    this.checks = checks;
    this.config = config;
    this.clock = clock;
    this.timeout = longest;
  }

  public DoctorReport latestReport() {
    return latestReport;
  }

  /**
   * Looks now. One at a time: whoever comes meanwhile waits, and then has a look of their own.
   *
   * @param pageOrigin where pages come from, as far as the setting does not say so; null where it
   *     is not known, or is the same as before
   */
  public synchronized DoctorReport runChecks(String pageOrigin) {
    if (pageOrigin != null) {
      lastOrigin = pageOrigin;
    }
    var origin = config.origin().orElse(lastOrigin);
    var at = clock.instant();
    var diagnoses = checks.stream().map(check -> start(check, origin)).toList();
    latestReport =
        new DoctorReport(
            at,
            diagnoses.stream()
                .map(CompletableFuture::join)
                .sorted(CheckReport.WORST_FIRST)
                .toList());
    return latestReport;
  }

  @PreDestroy
  void close() {
    threads.shutdown();
  }

  /** One that takes too long is left to itself: it has something to clear away, and time limits. */
  private CompletableFuture<CheckReport> start(Check check, String origin) {
    return CompletableFuture.supplyAsync(() -> runTimed(check, origin), threads)
        .completeOnTimeout(timedOut(check), timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static CheckReport runTimed(Check check, String origin) {
    var begun = System.nanoTime();
    var finding = runSafely(check, origin);
    var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    return CheckReport.of(check.name(), finding, millis);
  }

  private static CheckResult runSafely(Check check, String origin) {
    try {
      return check.run(origin);
    } catch (RuntimeException e) {
      LOG.errorf(e, "The check '%s' failed", check.name());
      return CheckResult.unknown("The check itself failed; the log says why.");
    }
  }

  private CheckReport timedOut(Check check) {
    var finding =
        CheckResult.unknown(
            "No result after %s seconds. Something does not answer: look at the other checks."
                .formatted(timeout.toSeconds()));
    return CheckReport.of(check.name(), finding, timeout.toMillis());
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "doctor");
    thread.setDaemon(true);
    return thread;
  }
}
