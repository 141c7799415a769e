package dev.slipway.reconcile;

import dev.slipway.catalogue.sync.NotificationsMayBeLost;
import dev.slipway.observability.LogFields;
import dev.slipway.observability.Spans;
import dev.slipway.reconcile.Reconciliation.Cause;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.web.BackgroundConfig;
import dev.slipway.web.IdleBackoff;
import dev.slipway.web.LogText;
import dev.slipway.web.ProcessRole;
import dev.slipway.web.SearchLoop;
import dev.slipway.web.SkippedOnWorkers;
import dev.slipway.web.problem.DatabaseUnavailable;
import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  /** Shorter leases would expire while a group of differences is resolved. */
  private static final Duration MIN_LEASE = Duration.ofSeconds(5);

  private final ReconciliationQueue queue;
  private final Reconciler reconciler;
  private final DriftRecorder recorder;
  private final ReconcileMetrics metrics;
  private final ReconcileConfig config;
  private final Spans spans;
  private final SearchLoop loop;
  private final Set<Cause> requestedCauses = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

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
    this.loop =
        new SearchLoop(
            "reconciliations",
            IdleBackoff.forDeferrableWork(background),
            SearchLoop.LONG_INTERVAL,
            this::processQueue,
            "Can't process the reconciliation queue");
  }

  void validate(@Observes StartupEvent started) {
    if (config.every().isNegative() || config.lease().compareTo(MIN_LEASE) < 0) {
      throw new IllegalArgumentException(
          "SLIPWAY_RECONCILE_EVERY must not be negative, and SLIPWAY_RECONCILE_LEASE must be 5S or"
              + " more.");
    }
    if (config.atStart()) {
      requestedCauses.add(Cause.START);
    }
  }

  /** Processes that only run media jobs leave reconciliations to others. */
  void start(
      @Observes @Priority(SearchLoop.START_PRIORITY) StartupEvent started, ProcessRole role) {
    if (!role.isWorker()) {
      loop.start();
    }
  }

  /** Looks for the objects of lost notifications. */
  void onNotificationsMayBeLost(@ObservesAsync NotificationsMayBeLost event) {
    requestedCauses.add(Cause.RECONNECT);
    wake();
  }

  @Scheduled(every = "1h", delayed = "5m", skipExecutionIf = SkippedOnWorkers.class)
  void deleteExpired() {
    while (!stopping && recorder.deleteExpired(config.keep())) {
      // Each batch is a short transaction of its own.
    }
  }

  /** Processes the queue soon, in the background. */
  void wake() {
    loop.searchNow();
  }

  void stop(@Observes ShutdownEvent stopped) {
    stopping = true;
    reconciler.stop();
    loop.close();
  }

  /** Returns whether there was a reconciliation to run. */
  private boolean processQueue() {
    enqueueDue();
    var foundWork = false;
    for (var lease = claim(); lease.isPresent(); lease = claim()) {
      foundWork = true;
      run(lease.get());
    }
    metrics.update(queue.findLatestFinishedRepair().orElse(null));
    return foundWork;
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
