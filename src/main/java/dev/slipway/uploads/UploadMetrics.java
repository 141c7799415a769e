package dev.slipway.uploads;

import dev.slipway.observability.Metrics;
import dev.slipway.uploads.UploadLifecycle.UploadEnded;
import dev.slipway.uploads.UploadLifecycle.UploadOpened;
import dev.slipway.uploads.UploadQueries.OpenUploads;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Records how uploads begin and end. The counters are of this replica; the gauges of open uploads
 * are of all replicas, because they come from the database.
 */
@ApplicationScoped
class UploadMetrics {
  private static final Logger LOG = Logger.getLogger(UploadMetrics.class);

  private final UploadRepository uploads;
  private final Timer completionTime;
  private final Counter signedParts;
  private final Counter openedPuts;
  private final Counter openedMultiparts;
  private final Map<UploadStatus, Counter> ended;
  private final Map<CompletionOutcome, Counter> completions;
  private volatile OpenUploads openUploads = new OpenUploads(0, true, 0);

  UploadMetrics(UploadRepository uploads, MeterRegistry registry) {
    this.uploads = uploads;
    completionTime =
        Metrics.responseTimer("slipway.completion", "Time to respond to a completion request")
            .register(registry);
    signedParts =
        Counter.builder("slipway.sign.parts")
            .description("Parts that were signed")
            .register(registry);
    Metrics.gauge("slipway.uploads.open", "Open uploads", () -> openUploads.count())
        .register(registry);
    Metrics.gauge("slipway.uploads.promised", "Bytes of open uploads", () -> openUploads.bytes())
        .baseUnit("bytes")
        .register(registry);
    openedPuts = openedCounter(registry, "put");
    openedMultiparts = openedCounter(registry, "multipart");
    ended =
        Metrics.counters(
            registry,
            "slipway.uploads.ended",
            "Uploads that were stored, aborted or expired",
            "outcome",
            EnumSet.complementOf(EnumSet.of(UploadStatus.OPEN)));
    completions =
        Metrics.counters(
            registry,
            "slipway.completions",
            "Completion requests, by outcome",
            "outcome",
            EnumSet.allOf(CompletionOutcome.class));
  }

  /** After the commit, so that a transaction that is rolled back does not count. */
  void recordOpened(@Observes(during = TransactionPhase.AFTER_SUCCESS) UploadOpened upload) {
    (upload.multipart() ? openedMultiparts : openedPuts).increment();
  }

  /** After the commit, so that a transaction that is rolled back does not count. */
  void recordEnded(@Observes(during = TransactionPhase.AFTER_SUCCESS) UploadEnded upload) {
    ended.get(upload.status()).increment();
  }

  void recordSignedParts(int count) {
    signedParts.increment(count);
  }

  /** Starts to measure a completion; the result records it when it is closed. */
  CompletionMeasurement startCompletion() {
    return new CompletionMeasurement();
  }

  /** Reads the open uploads on a schedule, so that a scrape does not query the database. */
  @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void refreshOpenUploads() {
    try {
      openUploads = uploads.countOpen(Integer.MAX_VALUE);
    } catch (RuntimeException e) {
      // If the database is unavailable, requests and health checks report it.
      LOG.debugf("Open uploads can't be counted: %s", e.getMessage());
    }
  }

  private static Counter openedCounter(MeterRegistry registry, String method) {
    return Counter.builder("slipway.uploads.opened")
        .description("Uploads that were opened")
        .tag("method", method)
        .register(registry);
  }

  /** Measures one completion. Without another outcome it counts as failed. */
  final class CompletionMeasurement implements AutoCloseable {
    private final long startNanos = System.nanoTime();
    private CompletionOutcome outcome = CompletionOutcome.FAILED;

    private CompletionMeasurement() {}

    void succeeded() {
      outcome = CompletionOutcome.STORED;
    }

    void rejected(ProblemException rejection) {
      outcome = CompletionOutcome.of(rejection);
    }

    @Override
    public void close() {
      completions.get(outcome).increment();
      completionTime.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    }
  }

  /** The outcome of a completion request; each constant is the value of a label. */
  enum CompletionOutcome {
    STORED,
    /** The store lacks bytes, or has others. */
    INCOMPLETE,
    /** The store has removed the parts. */
    VANISHED,
    REFUSED,
    /** A server error: in the application, the database or the store. */
    FAILED;

    static CompletionOutcome of(ProblemException rejection) {
      var code = rejection.toProblem().code();
      if (code.equals(ErrorCode.UPLOAD_INCOMPLETE.code())) {
        return INCOMPLETE;
      }
      if (code.equals(ErrorCode.UPLOAD_VANISHED.code())) {
        return VANISHED;
      }
      return rejection.isServerError() ? FAILED : REFUSED;
    }
  }
}
