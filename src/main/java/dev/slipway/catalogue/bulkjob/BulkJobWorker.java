package dev.slipway.catalogue.bulkjob;

import dev.slipway.catalogue.bulkjob.BulkJob.Claim;
import dev.slipway.catalogue.bulkjob.BulkJobSteps.Step;
import dev.slipway.web.BackgroundConfig;
import dev.slipway.web.IdleBackoff;
import dev.slipway.web.LogText;
import dev.slipway.web.ProcessRole;
import dev.slipway.web.SearchLoop;
import dev.slipway.web.SkippedOnWorkers;
import dev.slipway.web.problem.DatabaseUnavailable;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.SqlStates;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Works on the open bulk jobs, on one of them at a time. Each has its turn for some seconds, so a
 * short job doesn't wait for a long one to end.
 */
@ApplicationScoped
class BulkJobWorker {
  private static final Logger LOG = Logger.getLogger(BulkJobWorker.class);

  /** Rows that one transaction locks, for a fraction of a second. */
  static final int BATCH_SIZE = 100;

  /**
   * Videos in succession with an unexpected error, after which the job has to wait. Then the cause
   * isn't a single video.
   */
  private static final int MAX_FAILED_VIDEOS = 5;

  /** Serialization failure and deadlock: another transaction was at work on the same rows. */
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

  private static final Duration TURN = Duration.ofSeconds(5);

  /** Shorter leases could expire during a step. */
  private static final Duration MIN_LEASE = Duration.ofSeconds(5);

  private final BulkJobQueue queue;
  private final BulkJobSteps steps;
  private final BulkJobMetrics metrics;
  private final SearchLoop loop;
  private final Clock clock;
  private volatile boolean stopping;

  BulkJobWorker(
      BulkJobQueue queue,
      BulkJobSteps steps,
      BulkJobMetrics metrics,
      BackgroundConfig background,
      Clock clock) {
    this.queue = queue;
    this.steps = steps;
    this.metrics = metrics;
    this.loop =
        new SearchLoop(
            "bulk-jobs",
            IdleBackoff.forUrgentWork(background),
            this::run,
            "Bulk jobs are interrupted");
    this.clock = clock;
  }

  void validate(@Observes StartupEvent started, BulkJobConfig config) {
    if (config.maxRunning() < 1
        || config.lease().compareTo(MIN_LEASE) < 0
        || config.keep().isNegative()) {
      throw new IllegalArgumentException(
          "SLIPWAY_BULK_MAX_RUNNING must be 1 or more, SLIPWAY_BULK_LEASE 5S or more, and"
              + " SLIPWAY_BULK_KEEP must not be negative.");
    }
  }

  /** Processes that only run media jobs leave bulk jobs to others. */
  void start(
      @Observes @Priority(SearchLoop.START_PRIORITY) StartupEvent started, ProcessRole role) {
    if (!role.isWorker()) {
      loop.start();
    }
  }

  /**
   * Works on all jobs that no other replica works on; returns whether there was one. After a
   * failure the lease expires.
   */
  private boolean run() {
    var foundWork = false;
    for (var claim = nextClaim(); claim.isPresent(); claim = nextClaim()) {
      foundWork = true;
      run(claim.get());
    }
    return foundWork;
  }

  private Optional<Claim> nextClaim() {
    return stopping ? Optional.empty() : queue.claim();
  }

  void onJobOpened(@Observes(during = TransactionPhase.AFTER_SUCCESS) BulkJobQueue.Opened event) {
    loop.wake();
  }

  @Scheduled(every = "15s", delayed = "5s", skipExecutionIf = SkippedOnWorkers.class)
  void updateMetrics() {
    metrics.update(queue.readBacklog());
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
    loop.close();
  }

  /** Works on a job for one turn. */
  void run(Claim claim) {
    var end = clock.instant().plus(TURN);
    while (!stopping && clock.instant().isBefore(end)) {
      if (advance(claim)) {
        return;
      }
    }
    queue.release(claim);
  }

  /** Returns whether nothing is left to do, or the job has to wait. */
  private boolean advance(Claim claim) {
    try {
      return record(steps.advance(claim, BATCH_SIZE));
    } catch (RuntimeException error) {
      rethrowIfTemporary(error);
      if (steps.isCollecting(claim)) {
        return postpone(claim, error);
      }
      LOG.warnf(
          "A step of bulk job %d failed; working on its videos one by one: %s",
          claim.jobId(), LogText.of(error.toString()));
      return advanceOneByOne(claim);
    }
  }

  /** Finds the video that made the batch fail, so that it alone is not changed. */
  private boolean advanceOneByOne(Claim claim) {
    var failuresInSuccession = 0;
    for (var i = 0; i < BATCH_SIZE; i++) {
      try {
        if (record(steps.advance(claim, 1))) {
          return true;
        }
        failuresInSuccession = 0;
      } catch (RuntimeException error) {
        rethrowIfTemporary(error);
        if (failuresInSuccession == MAX_FAILED_VIDEOS) {
          return postpone(claim, error);
        }
        LOG.errorf(error, "A video of bulk job %d can't be changed", claim.jobId());
        var failed = steps.failNext(claim);
        if (failed.isEmpty()) {
          return true;
        }
        record(failed.get());
        failuresInSuccession++;
      }
    }
    return false;
  }

  /** Returns true: the job has to wait. */
  private boolean postpone(Claim claim, RuntimeException error) {
    if (error instanceof ProblemException problem) {
      LOG.warnf("Bulk job %d is postponed: %s", claim.jobId(), LogText.of(error.getMessage()));
      queue.postpone(claim, problem.code().title() + ". " + problem.getMessage());
    } else {
      LOG.errorf(error, "Bulk job %d is postponed", claim.jobId());
      queue.postpone(claim, BulkJobSteps.INTERNAL_ERROR);
    }
    return true;
  }

  private boolean record(Step step) {
    metrics.record(step.outcomes());
    return step.isLast();
  }

  /** The videos are not at fault, so the step is repeated when the lease has expired. */
  private static void rethrowIfTemporary(RuntimeException error) {
    if (DatabaseUnavailable.isCauseOf(error) || SqlStates.isCauseOf(error, CONFLICTS)) {
      throw error;
    }
  }
}
