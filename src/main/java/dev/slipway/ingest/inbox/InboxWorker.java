package dev.slipway.ingest.inbox;

import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.inbox.InboxStatements.Received;
import dev.slipway.ingest.inbox.Notification.Claim;
import dev.slipway.web.BackgroundConfig;
import dev.slipway.web.IdleBackoff;
import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Processes notifications on a pool of threads: new ones at once, and on a schedule those that are
 * left because of a failure, a full queue or the death of another process.
 */
@ApplicationScoped
class InboxWorker {
  private static final Logger LOG = Logger.getLogger(InboxWorker.class);
  private static final int QUEUE_CAPACITY = 1000;

  /** The bodies of claimed notifications wait in memory. */
  private static final int MAX_CLAIMED_BYTES = 16 * 1024;

  private static final int SHUTDOWN_TIMEOUT_SECONDS = 10;

  private final NotificationQueue queue;
  private final NotificationProcessor processor;
  private final InboxStatements statements;
  private final Clock clock;
  private final Duration lease;
  private final ThreadPoolExecutor executor;
  private final IdleBackoff backoff;
  private final Set<Long> submitted = Collections.newSetFromMap(new ConcurrentHashMap<>());
  private volatile boolean databaseUnavailable;
  private volatile boolean moreDue;
  private volatile boolean stopping;

  InboxWorker(
      NotificationQueue queue,
      NotificationProcessor processor,
      InboxStatements statements,
      Clock clock,
      NotificationsConfig config,
      BackgroundConfig background) {
    this.queue = queue;
    this.processor = processor;
    this.statements = statements;
    this.clock = clock;
    this.lease = config.lease();
    this.backoff = IdleBackoff.forUrgentWork(background);
    this.executor =
        new ThreadPoolExecutor(
            config.workers(),
            config.workers(),
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUE_CAPACITY));
    executor.allowCoreThreadTimeOut(true);
  }

  /** Whether there is room to process notifications soon that this process claims. */
  boolean canProcessSoon(List<Received> bodies) {
    return !stopping
        && executor.getQueue().remainingCapacity() >= bodies.size()
        && bodies.stream().allMatch(received -> received.body().length <= MAX_CLAIMED_BYTES);
  }

  /** Submits a claimed notification for processing, or releases the claim. */
  void submit(Claim claim) {
    if (!submit(new Attempt(claim.id(), claim))) {
      release(List.of(claim));
    }
  }

  /** Submits a notification for processing, unless it is submitted already. */
  void submit(long id) {
    submit(new Attempt(id, null));
  }

  /** Returns false if it stays in the inbox, where the schedule finds it. */
  private boolean submit(Attempt attempt) {
    if (!submitted.add(attempt.id)) {
      return false;
    }
    backoff.reset();
    try {
      executor.execute(attempt);
      return true;
    } catch (RejectedExecutionException fullOrStopping) {
      submitted.remove(attempt.id);
      return false;
    }
  }

  private void release(List<Claim> claims) {
    try {
      statements.release(claims);
    } catch (RuntimeException e) {
      // Another worker claims them when the leases end.
      LOG.debugf("%d notifications stay claimed: %s", claims.size(), e.getMessage());
    }
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void submitOnSchedule() {
    if (backoff.isDue()) {
      submitDue();
    }
  }

  private void submitDue() {
    try {
      var due = queue.findDue();
      backoff.searched(!due.isEmpty());
      moreDue = due.size() == NotificationQueue.BATCH_SIZE;
      due.forEach(this::submit);
      databaseUnavailable = false;
    } catch (RuntimeException e) {
      // Logged once for each outage, not every second.
      if (!databaseUnavailable && !stopping) {
        LOG.errorf("The inbox can't be read; retrying every second: %s", e.getMessage());
      }
      databaseUnavailable = true;
      backoff.reset();
    }
  }

  /** Leaves queued notifications in the inbox, and lets running attempts finish. */
  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping = true;
    executor.shutdown();
    var queued = new ArrayList<Runnable>();
    executor.getQueue().drainTo(queued);
    release(
        queued.stream()
            .map(attempt -> ((Attempt) attempt).claim)
            .filter(Objects::nonNull)
            .toList());
    if (!executor.awaitTermination(SHUTDOWN_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      executor.shutdownNow();
    }
  }

  /** After an outage many are due: the next batch does not wait for the schedule. */
  private void submitNextBatch() {
    if (moreDue && !stopping && executor.getQueue().isEmpty()) {
      moreDue = false;
      submitDue();
    }
  }

  /** One attempt to process a notification, with its claim if there is one. */
  private final class Attempt implements Runnable {
    private final long id;
    private final Claim claim;

    Attempt(long id, Claim claim) {
      this.id = id;
      this.claim = claim;
    }

    @Override
    public void run() {
      try {
        process();
      } catch (RuntimeException e) {
        // The result could not be stored. When the lease ends, the schedule finds it again.
        if (!stopping) {
          LOG.errorf("Notification %d will be processed later: %s", id, e.getMessage());
        }
      } finally {
        submitted.remove(id);
      }
      submitNextBatch();
    }

    private void process() {
      if (claim == null) {
        processor.process(id);
      } else if (clock.instant().isBefore(claim.leaseEnd().minus(lease.dividedBy(2)))) {
        processor.process(claim);
      }
      // Otherwise the lease may end during the attempt, so the schedule finds it afterwards.
    }
  }
}
