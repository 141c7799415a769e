package dev.slipway.admin;

import dev.slipway.web.Check;
import dev.slipway.web.Finding;
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
class Doctor {
  private static final Logger LOG = Logger.getLogger(Doctor.class);

  /** The slowest check waits six seconds for a notification. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final List<Check> checks;
  private final DoctorConfig config;
  private final Clock clock;
  private final Duration longest;
  private final ExecutorService threads = Executors.newCachedThreadPool(Doctor::thread);
  private volatile Examination last = Examination.NONE;
  private String lastOrigin;

  @Inject
  Doctor(@All List<Check> checks, DoctorConfig config, Clock clock) {
    this(checks, config, clock, LONGEST);
  }

  /**
   * @param longest how long one check may take
   */
  Doctor(List<Check> checks, DoctorConfig config, Clock clock, Duration longest) {
    this.checks = checks;
    this.config = config;
    this.clock = clock;
    this.longest = longest;
  }

  Examination last() {
    return last;
  }

  /**
   * Looks now. One at a time: whoever comes meanwhile waits, and then has a look of their own.
   *
   * @param pageOrigin where pages come from, as far as the setting does not say so; null where it
   *     is not known, or is the same as before
   */
  synchronized Examination examine(String pageOrigin) {
    if (pageOrigin != null) {
      lastOrigin = pageOrigin;
    }
    var origin = config.origin().orElse(lastOrigin);
    var at = clock.instant();
    var diagnoses = checks.stream().map(check -> begin(check, origin)).toList();
    last =
        new Examination(
            at, diagnoses.stream().map(CompletableFuture::join).sorted(Diagnosis.BY_NEED).toList());
    return last;
  }

  @PreDestroy
  void close() {
    threads.shutdown();
  }

  /** One that takes too long is left to itself: it has something to clear away, and time limits. */
  private CompletableFuture<Diagnosis> begin(Check check, String origin) {
    return CompletableFuture.supplyAsync(() -> diagnose(check, origin), threads)
        .completeOnTimeout(late(check), longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Diagnosis diagnose(Check check, String origin) {
    var begun = System.nanoTime();
    var finding = look(check, origin);
    var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    return Diagnosis.of(check.name(), finding, millis);
  }

  private static Finding look(Check check, String origin) {
    try {
      return check.look(origin);
    } catch (RuntimeException e) {
      LOG.errorf(e, "The check '%s' failed", check.name());
      return Finding.unknown("The check itself failed; the log says why.");
    }
  }

  private Diagnosis late(Check check) {
    var finding =
        Finding.unknown(
            "No result after %s seconds. Something does not answer: look at the other checks."
                .formatted(longest.toSeconds()));
    return Diagnosis.of(check.name(), finding, longest.toMillis());
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "doctor");
    thread.setDaemon(true);
    return thread;
  }
}
