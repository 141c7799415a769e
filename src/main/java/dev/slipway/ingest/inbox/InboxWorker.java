package dev.slipway.ingest.inbox;

import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.web.BackgroundConfig;
import dev.slipway.web.IdleBackoff;
import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collections;
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
  private static final int SHUTDOWN_TIMEOUT_SECONDS = 10;

  private final NotificationQueue queue;
  private final NotificationProcessor processor;
  private final ThreadPoolExecutor executor;
  private final IdleBackoff backoff;
  private final Set<Long> submitted = Collections.newSetFromMap(new ConcurrentHashMap<>());
  private volatile boolean databaseUnavailable;
  private volatile boolean moreDue;
  private volatile boolean stopping;

  InboxWorker(
      NotificationQueue queue,
      NotificationProcessor processor,
      NotificationsConfig config,
      BackgroundConfig background) {
    this.queue = queue;
    this.processor = processor;
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

  /** Submits a notification for processing, unless it is submitted already. */
  void submit(long id) {
    if (!submitted.add(id)) {
      return;
    }
    backoff.reset();
    try {
      executor.execute(() -> process(id));
    } catch (RejectedExecutionException fullOrStopping) {
      // It stays in the inbox, where the schedule finds it.
      submitted.remove(id);
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
    executor.getQueue().clear();
    if (!executor.awaitTermination(SHUTDOWN_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      executor.shutdownNow();
    }
  }

  private void process(long id) {
    try {
      processor.process(id);
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

  /** After an outage many are due: the next batch does not wait for the schedule. */
  private void submitNextBatch() {
    if (moreDue && !stopping && executor.getQueue().isEmpty()) {
      moreDue = false;
      submitDue();
    }
  }
}
