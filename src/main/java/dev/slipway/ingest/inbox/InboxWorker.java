package dev.slipway.ingest.inbox;

import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.inbox.InboxStatements.Received;
import dev.slipway.ingest.inbox.Notification.Claim;
import dev.slipway.web.BackgroundConfig;
import dev.slipway.web.IdleBackoff;
import dev.slipway.web.ProcessRole;
import dev.slipway.web.SearchLoop;
import dev.slipway.web.problem.DatabaseUnavailable;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Processes notifications on a pool of threads: new ones at once, and by searches those that are
 * left because of a failure, a full queue or the death of another process.
 */
@ApplicationScoped
class InboxWorker {
  private static final Logger LOG = Logger.getLogger(InboxWorker.class);

  /** The queue can take what a search finds. */
  private static final int QUEUE_CAPACITY = NotificationQueue.BATCH_SIZE;

  /** Few enough that default leases last until a worker begins, even at the pace of a burst. */
  private static final int MAX_QUEUED_CLAIMS_PER_WORKER = 50;

  /** The bodies of claimed notifications wait in memory. */
  private static final int MAX_CLAIMED_BYTES = 16 * 1024;

  private static final int SHUTDOWN_TIMEOUT_SECONDS = 10;
  private static final int INTERRUPTION_TIMEOUT_SECONDS = 1;

  private final NotificationQueue queue;
  private final NotificationProcessor processor;
  private final InboxStatements statements;
  private final Clock clock;
  private final ClaimLease lease;
  private final BurstPacing pacing;
  private final ThreadPoolExecutor executor;
  private final int maxQueuedClaims;
  private final SearchLoop loop;
  private final Set<Long> submitted = ConcurrentHashMap.newKeySet();

  /** Claims that have no result, and are to be released. */
  private final Set<Claim> unprocessed = ConcurrentHashMap.newKeySet();

  private volatile boolean moreDue;
  private volatile boolean stopping;

  InboxWorker(
      NotificationQueue queue,
      NotificationProcessor processor,
      InboxStatements statements,
      Clock clock,
      ClaimLease lease,
      BurstPacing pacing,
      NotificationsConfig config,
      BackgroundConfig background) {
    if (config.workers() < 1 || config.tries() < 1) {
      throw new IllegalArgumentException(
          "SLIPWAY_NOTIFICATIONS_WORKERS and SLIPWAY_NOTIFICATIONS_TRIES must be at least 1.");
    }
    this.queue = queue;
    this.processor = processor;
    this.statements = statements;
    this.clock = clock;
    this.lease = lease;
    this.pacing = pacing;
    this.maxQueuedClaims =
        Math.min(QUEUE_CAPACITY, MAX_QUEUED_CLAIMS_PER_WORKER * config.workers());
    this.loop =
        new SearchLoop(
            "inbox-search",
            IdleBackoff.forUrgentWork(background),
            this::submitDue,
            "The inbox can't be read");
    this.executor =
        new ThreadPoolExecutor(
            config.workers(),
            config.workers(),
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUE_CAPACITY));
    executor.allowCoreThreadTimeOut(true);
  }

  /** Processes that only run media jobs leave the inbox to others. */
  void start(
      @Observes @Priority(SearchLoop.START_PRIORITY) StartupEvent started, ProcessRole role) {
    if (!role.isWorker()) {
      loop.start();
    }
  }

  /** Whether this process can claim these notifications: it can process them soon. */
  boolean hasRoomFor(List<Received> bodies) {
    return !stopping
        && executor.getQueue().size() + bodies.size() <= maxQueuedClaims
        && bodies.stream().allMatch(received -> received.body().length <= MAX_CLAIMED_BYTES);
  }

  /** Submits a claimed notification for processing, or releases the claim soon. */
  void submit(Claim claim) {
    if (!submit(new Attempt(claim.id(), claim))) {
      unprocessed.add(claim);
      if (stopping) {
        releaseAtTheEnd();
      }
    }
  }

  /** Submits a notification for processing, unless it is submitted already. */
  void submit(long id) {
    submit(new Attempt(id, null));
  }

  /** Returns false if it stays in the inbox, where a search finds it. */
  private boolean submit(Attempt attempt) {
    loop.wake();
    if (!submitted.add(attempt.id)) {
      return false;
    }
    try {
      executor.execute(attempt);
      return true;
    } catch (RejectedExecutionException fullOrStopping) {
      submitted.remove(attempt.id);
      return false;
    }
  }

  /** Returns whether any are due. */
  boolean submitDue() {
    releaseUnprocessed();
    var due = queue.findDue();
    moreDue = due.size() == NotificationQueue.BATCH_SIZE;
    due.forEach(this::submit);
    return !due.isEmpty();
  }

  /** One at a time, because a claim must not be released twice. */
  private synchronized void releaseUnprocessed() {
    var claims = List.copyOf(unprocessed);
    if (claims.isEmpty()) {
      return;
    }
    try {
      statements.release(claims);
    } catch (RuntimeException e) {
      if (DatabaseUnavailable.isCauseOf(e)) {
        throw e;
      }
      LOG.errorf(e, "%d notifications stay claimed until their leases end", claims.size());
    }
    unprocessed.removeAll(claims);
  }

  /** Lets running attempts finish, and leaves queued notifications to other workers. */
  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping = true;
    loop.close();
    executor.shutdown();
    var queued = new ArrayList<Runnable>();
    executor.getQueue().drainTo(queued);
    queued.forEach(attempt -> ((Attempt) attempt).leave());
    if (!executor.awaitTermination(SHUTDOWN_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      executor.shutdownNow();
      executor.awaitTermination(INTERRUPTION_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
    releaseAtTheEnd();
  }

  /** No search follows that could release them. */
  private void releaseAtTheEnd() {
    try {
      releaseUnprocessed();
    } catch (RuntimeException e) {
      // Other workers claim them when the leases end.
      LOG.debugf("%d notifications stay claimed: %s", unprocessed.size(), e.getMessage());
    }
  }

  /** After an outage many are due: the next batch does not wait for the next search. */
  private void submitNextBatch() {
    if (moreDue && !stopping && executor.getQueue().isEmpty()) {
      moreDue = false;
      loop.search();
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
      pacing.process(this::attempt);
    }

    private void attempt() {
      try {
        process();
      } catch (RuntimeException e) {
        leave();
        if (!stopping) {
          LOG.errorf("Notification %d will be processed later: %s", id, e.getMessage());
        }
      } finally {
        submitted.remove(id);
      }
      submitNextBatch();
    }

    /** Another worker must not begin in the middle of the attempt. */
    private void process() {
      if (claim == null) {
        processor.process(id);
      } else if (lease.isEnough(clock.instant(), claim.leaseEnd())) {
        processor.process(claim);
      } else {
        leave();
      }
    }

    /** A search finds the notification again, at the latest when its lease ends. */
    private void leave() {
      if (claim != null) {
        unprocessed.add(claim);
        loop.wake();
      }
    }
  }
}
