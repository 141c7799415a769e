package dev.slipway.reconcile;

import dev.slipway.catalogue.sync.NotificationsMayBeLost;
import dev.slipway.observability.LogFields;
import dev.slipway.observability.Spans;
import dev.slipway.reconcile.Reconciliation.Cause;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.web.BackgroundConfig;
import dev.slipway.web.IdleBackoff;
import dev.slipway.web.LogText;
import dev.slipway.web.SkippedOnWorkers;
import dev.slipway.web.problem.DatabaseUnavailable;
import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.logging.Logger;

/**
 * Enqueues reconciliations (at startup, on schedule, and when notifications resume) and runs what
 * is in the queue, one reconciliation at a time.
 */
@ApplicationScoped
class ReconcileWorker {
  private static final Logger LOG = Logger.getLogger(ReconcileWorker.class);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(10);
  private static final int STOP_TIMEOUT_SECONDS = 10;

  /** Shorter leases would expire while a group of differences is resolved. */
  private static final Duration MIN_LEASE = Duration.ofSeconds(5);

  private final ReconciliationQueue queue;
  private final Reconciler reconciler;
  private final DriftRecorder recorder;
  private final ReconcileMetrics metrics;
  private final ReconcileConfig config;
  private final Spans spans;
  private final IdleBackoff backoff;
  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final AtomicBoolean wakePending = new AtomicBoolean();
  private final Set<Cause> requestedCauses = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;
  private boolean failing;

  ReconcileWorker(
      ReconciliationQueue queue,
      Reconciler reconciler,
      DriftRecorder recorder,
      ReconcileMetrics metrics,
      ReconcileConfig config,
      Spans spans,
      BackgroundConfig background) {
    this.queue = queue;
    this.reconciler = reconciler;
    this.recorder = recorder;
    this.metrics = metrics;
    this.config = config;
    this.spans = spans;
    this.backoff = IdleBackoff.forDeferrableWork(background);
  }

  void start(@Observes StartupEvent started) {
    if (config.every().isNegative() || config.lease().compareTo(MIN_LEASE) < 0) {
      throw new IllegalArgumentException(
          "SLIPWAY_RECONCILE_EVERY must not be negative, and SLIPWAY_RECONCILE_LEASE must be 5S or"
              + " more.");
    }
    if (config.atStart()) {
      requestedCauses.add(Cause.START);
    }
  }

  /** Looks for the objects of lost notifications. */
  void onNotificationsMayBeLost(@ObservesAsync NotificationsMayBeLost event) {
    requestedCauses.add(Cause.RECONNECT);
    wake();
  }

  @Scheduled(
      every = "5s",
      delayed = "2s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void tick() {
    if (backoff.isDue()) {
      wake();
    }
  }

  @Scheduled(every = "1h", delayed = "5m", skipExecutionIf = SkippedOnWorkers.class)
  void deleteExpired() {
    while (!stopping && recorder.deleteExpired(config.keep())) {
      // Each batch is a short transaction of its own.
    }
  }

  /** Processes the queue soon, in the background. */
  void wake() {
    if (!wakePending.compareAndSet(false, true)) {
      return;
    }
    try {
      worker.execute(this::processQueue);
    } catch (RejectedExecutionException stopped) {
      // Requests stay in the database until a replica runs again.
    }
  }

  void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
    stopping = true;
    reconciler.stop();
    worker.shutdown();
    if (!worker.awaitTermination(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      worker.shutdownNow();
    }
  }

  private void processQueue() {
    wakePending.set(false);
    try {
      enqueueDue();
      var foundWork = false;
      for (var lease = claim(); lease.isPresent(); lease = claim()) {
        foundWork = true;
        run(lease.get());
      }
      backoff.searched(foundWork);
      metrics.update(queue.findLatestFinishedRepair().orElse(null));
      failing = false;
    } catch (RuntimeException e) {
      // Log the first failure only, not one every five seconds.
      if (!failing && !stopping) {
        LOG.errorf("Can't process the reconciliation queue; retrying: %s", e.getMessage());
      }
      failing = true;
      backoff.reset();
    }
  }

  private void enqueueDue() {
    List.copyOf(requestedCauses).forEach(this::enqueue);
    if (queue.isDue()) {
      queue.enqueue(Cause.SCHEDULE);
    }
  }

  /** Removes the cause first, so that a request that arrives meanwhile is not lost. */
  private void enqueue(Cause cause) {
    requestedCauses.remove(cause);
    try {
      queue.enqueue(cause);
    } catch (RuntimeException e) {
      requestedCauses.add(cause);
      throw e;
    }
  }

  private Optional<Lease> claim() {
    try {
      return stopping ? Optional.empty() : queue.claim();
    } catch (ConstraintViolationException claimedElsewhere) {
      return Optional.empty();
    }
  }

  private void run(Lease lease) {
    var id = Long.toString(lease.id());
    try (var fields = LogFields.of("reconciliationId", id)) {
      spans.inSpan(
          "reconcile",
          SpanKind.INTERNAL,
          Map.of("slipway.reconciliation.id", id),
          () -> runOrPostpone(lease));
    }
  }

  private void runOrPostpone(Lease lease) {
    try {
      reconciler.run(lease);
    } catch (Lease.RunStoppedException stopped) {
      if (stopping) {
        postpone(lease, "The replica that ran it was stopped", Duration.ZERO);
      }
    } catch (StoreUnavailableException e) {
      postpone(lease, "The store doesn't respond", RETRY_DELAY);
    } catch (RuntimeException e) {
      postponeFailed(lease, e);
    }
  }

  private void postpone(Lease lease, String reason, Duration delay) {
    try {
      queue.postpone(lease, reason, delay);
    } catch (Lease.RunStoppedException claimed) {
      LOG.debugf("Another replica continues the reconciliation %d", lease.id());
    }
  }

  /** If the database is unavailable, nothing can be written, and the lease simply expires. */
  private void postponeFailed(Lease lease, RuntimeException e) {
    if (DatabaseUnavailable.isCauseOf(e)) {
      throw e;
    }
    LOG.errorf(e, "Reconciliation %d failed; retrying", lease.id());
    postpone(lease, "Failed: " + LogText.of(e.toString()), RETRY_DELAY);
  }
}
