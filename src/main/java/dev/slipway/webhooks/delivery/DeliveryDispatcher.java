package dev.slipway.webhooks.delivery;

import dev.slipway.web.ProcessRole;
import dev.slipway.web.SkippedOnWorkers;
import dev.slipway.webhooks.WebhooksConfig;
import dev.slipway.webhooks.sending.WebhookClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Sends due deliveries on a bounded number of threads: at once after the commit of an event, and on
 * a schedule those that are retried, that other processes recorded, or whose process died. Workers
 * for media jobs record events but send nothing, because they have no route to the internet.
 */
@ApplicationScoped
class DeliveryDispatcher {
  private static final Logger LOG = Logger.getLogger(DeliveryDispatcher.class);

  private final WebhooksConfig config;
  private final DeliveryQueue queue;
  private final WebhookClient client;
  private final DeliveryMetrics metrics;
  private final ProcessRole role;
  private final Semaphore free;
  private final ExecutorService claimer = Executors.newSingleThreadExecutor();
  private final ExecutorService senders;
  private final AtomicBoolean wakePending = new AtomicBoolean();
  private volatile boolean stopping;
  private boolean failing;

  DeliveryDispatcher(
      WebhooksConfig config,
      DeliveryQueue queue,
      WebhookClient client,
      DeliveryMetrics metrics,
      ProcessRole role) {
    DeliveryQueue.requireValid(config);
    this.config = config;
    this.queue = queue;
    this.client = client;
    this.metrics = metrics;
    this.role = role;
    this.free = new Semaphore(config.concurrency());
    this.senders = newPool(config.concurrency());
  }

  /** Constructs the bean at the start, which validates the configuration. */
  void start(@Observes StartupEvent started) {
    LOG.debugf("Up to %d webhook requests are sent at a time", config.concurrency());
  }

  void onDeliveryDue(@Observes(during = TransactionPhase.AFTER_SUCCESS) DeliveryDue event) {
    wake();
  }

  @Scheduled(
      every = "1s",
      delayed = "3s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void tick() {
    wake();
  }

  /** Attempts that don't end in time are repeated by another process when their claims end. */
  void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
    stopping = true;
    claimer.shutdown();
    senders.shutdown();
    if (!senders.awaitTermination(config.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
      senders.shutdownNow();
    }
  }

  private static ExecutorService newPool(int threads) {
    var pool =
        new ThreadPoolExecutor(threads, threads, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private void wake() {
    if (role.isWorker() || stopping || !wakePending.compareAndSet(false, true)) {
      return;
    }
    try {
      claimer.execute(this::run);
    } catch (RejectedExecutionException stopped) {
      // The deliveries stay in the database until a replica runs again.
    }
  }

  private void run() {
    wakePending.set(false);
    try {
      while (!stopping && submitDue()) {
        // Until nothing more is due, or all senders are busy.
      }
      failing = false;
    } catch (RuntimeException e) {
      // Log the first failure only, not one every second.
      if (!failing && !stopping) {
        LOG.errorf("Webhooks can't be sent; retrying every second: %s", e.getMessage());
      }
      failing = true;
    }
  }

  /**
   * Claims and submits one delivery of each webhook in turn, so that all get their share.
   *
   * @return whether it submitted any
   */
  private boolean submitDue() {
    var submitted = false;
    for (var webhookId : queue.findDueWebhooks(config.concurrency())) {
      if (!free.tryAcquire()) {
        return false;
      }
      var claims = queue.claim(webhookId, 1);
      if (claims.isEmpty()) {
        free.release();
      } else {
        senders.execute(() -> send(claims.get(0)));
        submitted = true;
      }
    }
    return submitted;
  }

  private void send(Claim claim) {
    try {
      var result = client.send(claim.url(), claim.message());
      var status = queue.finish(claim, result);
      metrics.recordAttempt(result, status);
    } catch (RuntimeException e) {
      // The result could not be recorded. When the claim ends, the delivery is sent again.
      if (!stopping) {
        LOG.errorf("Delivery %d will be sent again: %s", claim.deliveryId(), e.getMessage());
      }
    } finally {
      free.release();
      wake();
    }
  }
}
