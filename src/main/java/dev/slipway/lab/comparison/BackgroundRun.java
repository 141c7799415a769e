package dev.slipway.lab.comparison;

import dev.slipway.lab.comparison.ComparisonResults.Skipped;
import dev.slipway.lab.comparison.client.ClientFile;
import dev.slipway.lab.comparison.client.FailedRequestException;
import dev.slipway.lab.comparison.client.SentBytes.StoppedException;
import dev.slipway.lab.comparison.client.Way;
import dev.slipway.lab.comparison.measure.StoreCalls;
import io.quarkus.security.identity.SecurityIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** One run in its thread: performs the steps, reports its progress, and removes what it leaves. */
final class BackgroundRun implements Runnable {
  /** Fifty files of 48 MiB in four ways take about two minutes on a small machine. */
  static final Duration TIME_LIMIT = Duration.ofMinutes(15);

  private static final Logger LOG = Logger.getLogger(BackgroundRun.class);
  private static final int PERCENT = 100;

  /** For all clients together. Each looks after each block whether the run was stopped. */
  private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration REPORT_INTERVAL = Duration.ofSeconds(1);

  private final String id;
  private final ComparisonView started;
  private final ComparisonRequest request;
  private final SecurityIdentity identity;
  private final Services services;
  private final AtomicBoolean stopped;
  private final RunEnvironment.Prepared prepared;
  private final RunSteps steps;
  private final long deadline = System.nanoTime() + TIME_LIMIT.toNanos();
  private final ComparisonResults results = ComparisonResults.empty();
  private String step;
  private int doneSteps;
  private int allSteps;
  private long nextReport;

  /** The services that all runs share. */
  record Services(
      Comparisons comparisons,
      RunCleaner cleaner,
      RunRequirements requirements,
      StoreCalls storeCalls) {}

  /** The time limit was reached. */
  private static final class TooLongException extends Exception {}

  BackgroundRun(
      ComparisonView started,
      ComparisonRequest request,
      SecurityIdentity identity,
      RunEnvironment.Prepared prepared,
      AtomicBoolean stopped,
      Services services) {
    this.id = started.id();
    this.started = started;
    this.request = request;
    this.identity = identity;
    this.prepared = prepared;
    this.stopped = stopped;
    this.services = services;
    this.steps = new RunSteps(prepared.settings(), services.storeCalls(), this::await);
  }

  /** Lets the run end soon. */
  void stop() {
    stopped.set(true);
  }

  @Override
  public void run() {
    try {
      performAll();
      services.comparisons().complete(id, results);
    } catch (StoppedException stop) {
      services.comparisons().end(id, ComparisonStatus.STOPPED, null);
    } catch (TooLongException tooLong) {
      fail("It took longer than %d minutes.".formatted(TIME_LIMIT.toMinutes()));
    } catch (FailedRequestException refused) {
      fail("%s: %s".formatted(step, refused.getMessage()));
    } catch (Exception e) {
      // The message may contain internal addresses.
      LOG.warnf(e, "The comparison %s failed: %s", id, step);
      fail(step + ": a client lost its connection, or could not connect. The log has the reason.");
    } finally {
      stopped.set(true);
      services.cleaner().revoke(identity, prepared.createdTokenId());
    }
  }

  private void fail(String problem) {
    services.comparisons().end(id, ComparisonStatus.FAILED, problem);
  }

  private void performAll() throws Exception {
    var ways = findWays();
    allSteps = ways.size() * (2 + request.clients().size());
    var file = new ClientFile(request.size());
    for (var way : ways) {
      perform("Warm-up: " + way.title(), prefix -> steps.warmUp(way, file, prefix));
    }
    for (var clients : request.clients()) {
      for (var way : ways) {
        perform(
            "%s, %d at a time".formatted(way.title(), clients),
            prefix -> results.measurements().add(steps.measure(way, clients, file, prefix)));
      }
    }
    var cutSize = services.requirements().cutSize(request.size());
    var cutFile = cutSize == request.size() ? file : new ClientFile(cutSize);
    for (var way : ways) {
      perform(
          "%s, cut at 60%%".formatted(way.title()),
          prefix -> results.cuts().add(steps.cut(way, cutFile, prefix)));
    }
  }

  private List<Way> findWays() {
    var ways = new ArrayList<Way>();
    for (var way : Way.values()) {
      services
          .requirements()
          .findObstacle(way, request.size())
          .ifPresentOrElse(
              reason -> results.skipped().add(new Skipped(way, reason)), () -> ways.add(way));
    }
    return ways;
  }

  private interface Step {
    void perform(String prefix) throws Exception;
  }

  private void perform(String title, Step action) throws Exception {
    step = title;
    report();
    var prefix = "lab-comparison-%s-%d-".formatted(id, doneSteps);
    try {
      action.perform(prefix);
    } finally {
      services.cleaner().removeUploads(identity, prefix, started.startedAt(), this::reportProgress);
    }
    doneSteps++;
  }

  private <T> T await(List<Future<T>> clients) throws Exception {
    T last = null;
    try {
      for (var client : clients) {
        last = await(client);
      }
      return last;
    } catch (ExecutionException e) {
      endAll(clients);
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (Exception e) {
      endAll(clients);
      throw e;
    }
  }

  /**
   * So that no client opens another upload after the uploads were removed. Those that wait for a
   * server lose their connections when their group is closed.
   */
  private void endAll(List<? extends Future<?>> clients) throws InterruptedException {
    stopped.set(true);
    var end = System.nanoTime() + END_TIMEOUT.toNanos();
    for (var client : clients) {
      try {
        client.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException | TimeoutException ended) {
        // The first failure is the one that counts.
      }
    }
  }

  private <T> T await(Future<T> client) throws Exception {
    while (true) {
      try {
        return client.get(nextReport - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException waiting) {
        report();
      }
    }
  }

  private void report() throws TooLongException {
    reportProgress();
    if (System.nanoTime() > deadline) {
      throw new TooLongException();
    }
  }

  private void reportProgress() {
    nextReport = System.nanoTime() + REPORT_INTERVAL.toNanos();
    if (services.comparisons().recordProgress(id, step, doneSteps * PERCENT / allSteps)) {
      stopped.set(true);
    }
  }
}
