package dev.slipway.ingest.inbox;

import dev.slipway.ingest.NotificationsConfig;
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
 * Applies what the inbox holds: at once when it comes, and on a schedule what is left, be it from a
 * failure, a full queue or another process's death.
 */
@ApplicationScoped
class InboxWorker {
  private static final Logger LOG = Logger.getLogger(InboxWorker.class);
  private static final int QUEUE = 1000;
  private static final int STOP_SECONDS = 10;

  private final NotificationQueue inbox;
  private final NotificationProcessor applier;
  private final ThreadPoolExecutor workers;
  private volatile boolean away;
  private volatile boolean more;
  private volatile boolean stopping;
  private final Set<Long> queued = Collections.newSetFromMap(new ConcurrentHashMap<>());

  InboxWorker(NotificationQueue inbox, NotificationProcessor applier, NotificationsConfig config) {
    this.inbox = inbox;
    this.applier = applier;
    this.workers =
        new ThreadPoolExecutor(
            config.workers(),
            config.workers(),
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUE));
    workers.allowCoreThreadTimeOut(true);
  }

  /** Applies one soon. */
  void submit(long id) {
    if (!queued.add(id)) {
      return;
    }
    try {
      workers.execute(() -> run(id));
    } catch (RejectedExecutionException fullOrStopping) {
      // It stays in the inbox, where the schedule finds it.
      queued.remove(id);
    }
  }

  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void submitDue() {
    try {
      var due = inbox.findDue();
      more = due.size() == NotificationQueue.BATCH_SIZE;
      due.forEach(this::submit);
      away = false;
    } catch (RuntimeException e) {
      // Once, and not each second until it is back.
      if (!away && !stopping) {
        LOG.errorf("The inbox can't be read; trying again each second: %s", e.getMessage());
      }
      away = true;
    }
  }

  /** What has not begun stays in the inbox; what has may end. */
  void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
    stopping = true;
    workers.shutdown();
    workers.getQueue().clear();
    if (!workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      workers.shutdownNow();
    }
  }

  private void run(long id) {
    try {
      applier.process(id);
    } catch (RuntimeException e) {
      // The database itself: the lease ends, and the schedule tries again.
      if (!stopping) {
        LOG.errorf("Notification %d is left for later: %s", id, e.getMessage());
      }
    } finally {
      queued.remove(id);
    }
    // After an outage many wait: the next ones are not left for the next second.
    if (more && !stopping && workers.getQueue().isEmpty()) {
      more = false;
      submitDue();
    }
  }
}
