package dev.slipway.observability;

import dev.slipway.web.LogText;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;

/**
 * Checks a dependency every few seconds on a thread of its own, and returns the cached result, so
 * health requests never block on an unresponsive dependency. A single failure is ignored, because a
 * busy machine causes one now and then.
 */
public final class BackgroundProbe implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(BackgroundProbe.class);

  /** Frequent enough for the probes of orchestrators, and a small load for an idle replica. */
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /** Confirms a failure soon, and notices soon that the dependency is available again. */
  private static final Duration INTERVAL_AFTER_FAILURE = Duration.ofSeconds(2);

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** Consecutive failures until the dependency counts as unavailable. */
  private static final int FAILURE_THRESHOLD = 2;

  /**
   * A probe that has not returned counts as a failure after this many timeouts, or after one if the
   * probe before it failed. It is not interrupted.
   */
  private static final int FIRST_HANG_TIMEOUTS = 3;

  private final String name;
  private final Callable<String> probe;
  private final long timeoutNanos;
  private final LongSupplier nanos;
  private final ScheduledExecutorService executor;

  /** Null when the dependency is healthy, and until the first run ends. */
  private volatile String failure;

  private volatile int consecutiveFailures;

  private volatile boolean running;
  private volatile long startedNanos;
  private volatile boolean closed;
  private String loggedFailure;

  /**
   * @param name of the dependency at the start of a sentence, such as {@code The store}
   * @param probe returns what is wrong, or null; an exception is a failure too
   */
  public BackgroundProbe(String name, Callable<String> probe) {
    this(name, probe, TIMEOUT, System::nanoTime);
  }

  /**
   * @param nanos a clock that measures how long a probe takes
   */
  BackgroundProbe(String name, Callable<String> probe, Duration timeout, LongSupplier nanos) {
    this.nanos = nanos;
    this.name = name;
    this.probe = probe;
    this.timeoutNanos = timeout.toNanos();
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              var thread = new Thread(work, "background-probe");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Runs the probe now and then periodically. */
  public BackgroundProbe start() {
    scheduleAfter(Duration.ZERO);
    return this;
  }

  private void scheduleAfter(Duration delay) {
    try {
      executor.schedule(this::runAndRepeat, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopped) {
      LOG.debugf("%s is not checked again", name);
    }
  }

  private void runAndRepeat() {
    try {
      runOnce();
    } finally {
      scheduleAfter(nextInterval());
    }
  }

  Duration nextInterval() {
    return consecutiveFailures > 0 ? INTERVAL_AFTER_FAILURE : INTERVAL;
  }

  /** What is wrong, or null. Never blocks. */
  public String failure() {
    var timeout = consecutiveFailures > 0 ? timeoutNanos : FIRST_HANG_TIMEOUTS * timeoutNanos;
    var hangs = running && nanos.getAsLong() - startedNanos > timeout;
    return hangs ? "no response in time" : failure;
  }

  public boolean isHealthy() {
    return failure() == null;
  }

  /** A health check's response, with the reason when it is down. */
  public HealthCheckResponse toHealthResponse(String check) {
    var reason = failure();
    var response = HealthCheckResponse.named(check).status(reason == null);
    return (reason == null ? response : response.withData("reason", reason)).build();
  }

  @Override
  public void close() {
    closed = true;
    executor.shutdownNow();
  }

  /** Runs the probe once, on the caller's thread. */
  public void runOnce() {
    startedNanos = nanos.getAsLong();
    running = true;
    var result = probe();
    consecutiveFailures = result == null ? 0 : consecutiveFailures + 1;
    failure = consecutiveFailures < FAILURE_THRESHOLD ? null : result;
    running = false;
    logChange(failure);
  }

  private String probe() {
    try {
      return probe.call();
    } catch (Exception e) {
      return e.getMessage() == null ? e.toString() : e.getMessage();
    }
  }

  private void logChange(String current) {
    if (closed) {
      return;
    }
    if (current != null && loggedFailure == null) {
      LOG.errorf("%s is unavailable: %s", name, LogText.of(current));
    } else if (current == null && loggedFailure != null) {
      LOG.infof("%s is available again", name);
    }
    loggedFailure = current;
  }
}
