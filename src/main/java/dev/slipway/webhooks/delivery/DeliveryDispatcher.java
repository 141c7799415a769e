package dev.slipway.webhooks.delivery;

import dev.slipway.web.BackgroundConfig;
import dev.slipway.web.IdleBackoff;
import dev.slipway.web.ProcessRole;
import dev.slipway.web.SearchLoop;
import dev.slipway.webhooks.WebhooksConfig;
import dev.slipway.webhooks.sending.WebhookClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Sends due deliveries on a bounded number of threads: at once after the commit of an event, and on
 * searches those that are retried, that other processes recorded, or whose process died. Workers
 * for media jobs record events but send nothing, because they have no route to the internet.
 */
@ApplicationScoped
class DeliveryDispatcher {
  private static final Logger LOG = Logger.getLogger(DeliveryDispatcher.class);

  private final WebhooksConfig config;
  private final DeliveryQueue queue;
  private final WebhookClient client;
  private final DeliveryMetrics metrics;
  private final SearchLoop loop;
  private final Semaphore free;
  private final ExecutorService senders;
  private volatile boolean stopping;

  DeliveryDispatcher(
      WebhooksConfig config,
      DeliveryQueue queue,
      WebhookClient client,
      DeliveryMetrics metrics,
      BackgroundConfig background) {
    DeliveryQueue.requireValid(config);
    this.config = config;
    this.queue = queue;
    this.client = client;
    this.metrics = metrics;
    this.loop =
        new SearchLoop(
            "webhook-search",
            IdleBackoff.forUrgentWork(background),
            this::submitDue,
            "Webhooks can't be sent");
    this.free = new Semaphore(config.concurrency());
    this.senders = newPool(config.concurrency());
  }

  /** Also constructs the bean, which validates the configuration. */
  void start(
      @Observes @Priority(SearchLoop.START_PRIORITY) StartupEvent started, ProcessRole role) {
    if (!role.isWorker()) {
      loop.start();
    }
  }

  void onDeliveryDue(@Observes(during = TransactionPhase.AFTER_SUCCESS) DeliveryDue event) {
    loop.searchNow();
  }

  /** Attempts that don't end in time are repeated by another process when their claims end. */
  void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
    stopping = true;
    loop.close();
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

  /** Submits until nothing more is due, or all senders are busy; returns whether it did any. */
  private boolean submitDue() {
    var failures = new ArrayList<RuntimeException>();
    var submitted = false;
    while (!stopping && submitDue(failures)) {
      submitted = true;
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
    return submitted;
  }

  /**
   * Claims and submits one delivery of each webhook in turn, so that all get their share. A webhook
   * that can't be claimed doesn't stop the others.
   *
   * @param failures gets what went wrong
   * @return whether it submitted any
   */
  private boolean submitDue(List<RuntimeException> failures) {
    var submitted = false;
    for (var webhookId : queue.findDueWebhooks(config.concurrency())) {
      if (!free.tryAcquire()) {
        return false;
      }
      try {
        submitted |= submit(webhookId);
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    return submitted;
  }

  /** Releases the permit again unless it submits something. */
  private boolean submit(String webhookId) {
    var submitted = false;
    try {
      var claims = queue.claim(webhookId, 1);
      if (!claims.isEmpty()) {
        senders.execute(() -> send(claims.get(0)));
        submitted = true;
      }
      return submitted;
    } finally {
      if (!submitted) {
        free.release();
      }
    }
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
      loop.searchNow();
    }
  }
}
