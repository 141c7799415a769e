package dev.slipway.doctor;

import dev.slipway.web.ProcessRole;
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

/**
 * Runs all checks in parallel and keeps the latest report. A process that only runs media jobs runs
 * only the checks that concern it.
 */
@ApplicationScoped
public class Doctor {
  private static final Logger LOG = Logger.getLogger(Doctor.class);

  /** The slowest check waits up to six seconds for a notification. */
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(10);

  private final List<Check> checks;
  private final DoctorConfig config;
  private final Clock clock;
  private final Duration timeout;
  private final ExecutorService threads = Executors.newCachedThreadPool(Doctor::thread);
  private volatile DoctorReport latestReport = DoctorReport.NONE;
  private String lastOrigin;

  @Inject
  Doctor(@All List<Check> checks, DoctorConfig config, Clock clock, ProcessRole role) {
    this(role.isWorker() ? ofWorkers(checks) : checks, config, clock, CHECK_TIMEOUT);
  }

  /**
   * @param timeout how long one check may take
   */
  Doctor(List<Check> checks, DoctorConfig config, Clock clock, Duration timeout) {
    this.checks = checks;
    this.config = config;
    this.clock = clock;
    this.timeout = timeout;
  }

  public DoctorReport latestReport() {
    return latestReport;
  }

  /**
   * Runs all checks now. Calls run one at a time; a call that has to wait then runs all checks
   * again.
   *
   * @param pageOrigin the origin of the pages, used unless others are configured; null to use the
   *     last one that is known
   */
  public synchronized DoctorReport runChecks(String pageOrigin) {
    if (pageOrigin != null) {
      lastOrigin = pageOrigin;
    }
    var origin = originToCheck();
    var at = clock.instant();
    var running = checks.stream().map(check -> start(check, origin)).toList();
    latestReport =
        new DoctorReport(
            at,
            running.stream().map(CompletableFuture::join).sorted(CheckReport.WORST_FIRST).toList());
    return latestReport;
  }

  @PreDestroy
  void close() {
    threads.shutdown();
  }

  private static List<Check> ofWorkers(List<Check> checks) {
    return checks.stream().filter(Check::concernsWorkers).toList();
  }

  private String originToCheck() {
    var configured = config.origin().orElse(List.of());
    var isLastAllowed =
        configured.isEmpty() || (lastOrigin != null && configured.contains(lastOrigin));
    return isLastAllowed ? lastOrigin : configured.get(0);
  }

  /** A check that times out is not interrupted: it has its own timeouts and must clean up. */
  private CompletableFuture<CheckReport> start(Check check, String origin) {
    return CompletableFuture.supplyAsync(() -> runTimed(check, origin), threads)
        .completeOnTimeout(timedOut(check), timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static CheckReport runTimed(Check check, String origin) {
    var started = System.nanoTime();
    var result = runSafely(check, origin);
    var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    return CheckReport.of(check.name(), result, millis);
  }

  private static CheckResult runSafely(Check check, String origin) {
    try {
      return check.run(origin);
    } catch (RuntimeException e) {
      LOG.errorf(e, "The check '%s' threw an exception", check.name());
      return CheckResult.unknown("The check itself failed. See the log for the reason.");
    }
  }

  private CheckReport timedOut(Check check) {
    var result =
        CheckResult.unknown(
            "No result after %s seconds: something doesn't respond. The other checks may show what."
                .formatted(timeout.toSeconds()));
    return CheckReport.of(check.name(), result, timeout.toMillis());
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "doctor");
    thread.setDaemon(true);
    return thread;
  }
}
