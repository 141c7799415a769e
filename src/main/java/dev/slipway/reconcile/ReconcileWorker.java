package dev.slipway.reconcile;

import dev.slipway.catalogue.TransportConnected;
import dev.slipway.observability.LogFields;
import dev.slipway.observability.Spans;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.web.LogText;
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
 * Has bucket and catalogue compared: at the start, on a schedule, when notifications come again,
 * and when somebody asks.
 */
@ApplicationScoped
class ReconcileWorker {
  private static final Logger LOG = Logger.getLogger(ReconcileWorker.class);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(10);
  private static final int STOP_TIMEOUT_SECONDS = 10;

  /** A slice of looks has to fit in general, else replicas take turns. */
  private static final Duration MIN_LEASE = Duration.ofSeconds(5);

  private final ReconciliationQueue agenda;
  private final Reconciler reconciler;
  private final DriftRecorder findings;
  private final ReconcileMetrics metrics;
  private final ReconcileConfig config;
  private final Spans spans;
  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final AtomicBoolean queued = new AtomicBoolean();
  private final Set<ReconciliationCause> requestedCauses = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;
  private boolean databaseUnavailable;

  ReconcileWorker(
      ReconciliationQueue agenda,
      Reconciler reconciler,
      DriftRecorder findings,
      ReconcileMetrics metrics,
      ReconcileConfig config,
      Spans spans) {
    this.agenda = agenda;
    this.reconciler = reconciler;
    this.findings = findings;
    this.metrics = metrics;
    this.config = config;
    this.spans = spans;
  }

  void start(@Observes StartupEvent started) {
    if (config.every().isNegative() || config.lease().compareTo(MIN_LEASE) < 0) {
      throw new IllegalArgumentException(
          "SLIPWAY_RECONCILE_EVERY must not be negative, and SLIPWAY_RECONCILE_LEASE be 5S or more.");
    }
    if (config.atStart()) {
      requestedCauses.add(ReconciliationCause.START);
    }
  }

  /** What happened while notifications did not come was not told. */
  void onTransportConnected(@ObservesAsync TransportConnected connected) {
    requestedCauses.add(ReconciliationCause.RECONNECT);
    wake();
  }

  @Scheduled(every = "5s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void tick() {
    wake();
  }

  @Scheduled(every = "1h", delayed = "5m")
  void deleteExpired() {
    while (!stopping && findings.deleteExpired(config.keep())) {
      // Short transactions.
    }
  }

  /** Sees soon whether there is something to do. */
  void wake() {
    if (!queued.compareAndSet(false, true)) {
      return;
    }
    try {
      worker.execute(this::processQueue);
    } catch (RejectedExecutionException stopped) {
      // What is asked for waits in the database.
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
    queued.set(false);
    try {
      enqueueDue();
      for (var lease = claim(); lease.isPresent(); lease = claim()) {
        run(lease.get());
      }
      metrics.update(agenda.latestFinishedRepair());
      databaseUnavailable = false;
    } catch (RuntimeException e) {
      // Once, and not every few seconds until it is back.
      if (!databaseUnavailable && !stopping) {
        LOG.errorf("What is to be reconciled can't be read; trying again: %s", e.getMessage());
      }
      databaseUnavailable = true;
    }
  }

  private void enqueueDue() {
    List.copyOf(requestedCauses).forEach(this::enqueue);
    if (agenda.isDue()) {
      agenda.enqueue(ReconciliationCause.SCHEDULE);
    }
  }

  /** Wanted no more before it is asked for: what comes meanwhile is another. */
  private void enqueue(ReconciliationCause cause) {
    requestedCauses.remove(cause);
    try {
      agenda.enqueue(cause);
    } catch (RuntimeException e) {
      requestedCauses.add(cause);
      throw e;
    }
  }

  private Optional<Lease> claim() {
    try {
      return stopping ? Optional.empty() : agenda.claim();
    } catch (ConstraintViolationException another) {
      // Another replica was faster.
      return Optional.empty();
    }
  }

  private void run(Lease lease) {
    var number = Long.toString(lease.id());
    try (var fields = LogFields.of("reconciliationId", number)) {
      spans.inSpan(
          "reconcile",
          SpanKind.INTERNAL,
          Map.of("slipway.reconciliation.id", number),
          () -> runOrPostpone(lease));
    }
  }

  private void runOrPostpone(Lease lease) {
    try {
      reconciler.run(lease);
    } catch (LeaseLostException elsewhere) {
      if (stopping) {
        agenda.postpone(lease, "The application that was at it has stopped", Duration.ZERO);
      }
    } catch (StoreUnavailableException away) {
      agenda.postpone(lease, "The store does not answer", RETRY_DELAY);
    } catch (RuntimeException e) {
      postponeFailed(lease, e);
    }
  }

  /** Where the database is away there is nobody to tell: the lease ends by itself. */
  private void postponeFailed(Lease lease, RuntimeException e) {
    if (DatabaseUnavailable.isCauseOf(e)) {
      throw e;
    }
    LOG.errorf(e, "Reconciliation %d failed, and is tried again", lease.id());
    agenda.postpone(lease, "It failed: " + LogText.of(e.toString()), RETRY_DELAY);
  }
}
