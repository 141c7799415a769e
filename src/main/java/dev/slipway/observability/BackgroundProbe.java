package dev.slipway.observability;

import dev.slipway.web.LogText;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;

/**
 * Asks every few seconds whether something answers, one question at a time, on a thread of its own.
 * Whoever wants to know gets the newest answer at once, so probes never pile up behind what has
 * gone silent, however many they are. One question without an answer is no reason yet: a busy
 * machine does that.
 */
public final class BackgroundProbe implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(BackgroundProbe.class);

  /** Often enough for what probes of orchestrators ask, and little enough for who is asked. */
  private static final Duration EVERY = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** So many in a row, and what is asked is away. */
  private static final int FAILURES = 2;

  /** Of a question that has not come back at all, so many times the patience. */
  private static final int LOST = 3;

  private final String name;
  private final Callable<String> question;
  private final long patienceNanos;
  private final ScheduledExecutorService thread;

  /** What is wrong; null where nothing is. Until the first answers nothing is known to be. */
  private volatile String trouble;

  private volatile int failures;

  private volatile boolean asking;
  private volatile long askedNanos;
  private volatile boolean closed;
  private String said;

  /**
   * @param name of what is asked, such as {@code The store}
   * @param question what is wrong, or null where all is well; an exception is an answer too
   */
  public BackgroundProbe(String name, Callable<String> question) {
    this(name, question, PATIENCE);
  }

  BackgroundProbe(String name, Callable<String> question, Duration patience) {
    this.name = name;
    this.question = question;
    this.patienceNanos = patience.toNanos();
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              var pulse = new Thread(work, "pulse");
              pulse.setDaemon(true);
              return pulse;
            });
  }

  /** Asks now and then again and again. */
  public BackgroundProbe start() {
    thread.scheduleWithFixedDelay(this::runOnce, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  /** What is wrong, without waiting; null where nothing is. */
  public String failure() {
    var patience = failures > 0 ? patienceNanos : LOST * patienceNanos;
    var silent = asking && System.nanoTime() - askedNanos > patience;
    return silent ? "no answer in time" : trouble;
  }

  public boolean isHealthy() {
    return failure() == null;
  }

  /** As health shows it, with the reason where it is down. */
  public HealthCheckResponse toHealthResponse(String check) {
    var wrong = failure();
    var response = HealthCheckResponse.named(check).status(wrong == null);
    return (wrong == null ? response : response.withData("reason", wrong)).build();
  }

  @Override
  public void close() {
    closed = true;
    thread.shutdownNow();
  }

  /** Asks once, now. */
  public void runOnce() {
    askedNanos = System.nanoTime();
    asking = true;
    var answer = answer();
    failures = answer == null ? 0 : failures + 1;
    trouble = failures < FAILURES ? null : answer;
    asking = false;
    tell(trouble);
  }

  private String answer() {
    try {
      return question.call();
    } catch (Exception e) {
      return e.getMessage() == null ? e.toString() : e.getMessage();
    }
  }

  /** Once, and not every few seconds. */
  private void tell(String answer) {
    if (closed) {
      return;
    }
    if (answer != null && said == null) {
      LOG.errorf("%s is away: %s", name, LogText.of(answer));
    } else if (answer == null && said != null) {
      LOG.infof("%s answers again", name);
    }
    said = answer;
  }
}
