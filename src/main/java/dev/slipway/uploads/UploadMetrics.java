package dev.slipway.uploads;

import dev.slipway.observability.Metrics;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * How uploads begin and end. What is counted when it happens is of this replica; what is open is of
 * all of them.
 */
@ApplicationScoped
class UploadMetrics {
  private static final Logger LOG = Logger.getLogger(UploadMetrics.class);

  private final Timer completionTime;
  private final Counter signedParts;
  private final Counter openedPuts;
  private final Counter openedInParts;
  private final Map<UploadStatus, Counter> ended;
  private final Map<Outcome, Counter> completions;
  private volatile OpenUploads open = new OpenUploads(0, 0);

  UploadMetrics(MeterRegistry registry) {
    completionTime =
        Metrics.responseTimer("slipway.completion", "From the word that all is sent to its answer")
            .register(registry);
    signedParts =
        Counter.builder("slipway.sign.parts")
            .description("Parts of uploads that were signed")
            .register(registry);
    Metrics.gauge("slipway.uploads.open", "Uploads that are open", () -> open.count())
        .register(registry);
    Metrics.gauge("slipway.uploads.promised", "Bytes that they have promised", () -> open.bytes())
        .baseUnit("bytes")
        .register(registry);
    openedPuts = recordOpened(registry, "put");
    openedInParts = recordOpened(registry, "multipart");
    ended =
        Metrics.counters(
            registry,
            "slipway.uploads.ended",
            "Uploads that are over, by what became of them",
            "outcome",
            EnumSet.complementOf(EnumSet.of(UploadStatus.OPEN)));
    completions =
        Metrics.counters(
            registry,
            "slipway.completions",
            "Times that a client said that all is sent, by the answer",
            "outcome",
            EnumSet.allOf(Outcome.class));
  }

  void recordOpened(Upload upload) {
    (upload.isMultipart() ? openedInParts : openedPuts).increment();
  }

  void recordSignedParts(int count) {
    signedParts.increment(count);
  }

  /** What is rolled back has not ended. */
  void recordEnded(@Observes(during = TransactionPhase.AFTER_SUCCESS) UploadEnded upload) {
    ended.get(upload.status()).increment();
  }

  <T> T completion(Supplier<T> completion) {
    var begun = System.nanoTime();
    var outcome = Outcome.FAILED;
    try {
      var video = completion.get();
      outcome = Outcome.STORED;
      return video;
    } catch (ProblemException refusal) {
      outcome = Outcome.of(refusal);
      throw refusal;
    } finally {
      completions.get(outcome).increment();
      completionTime.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    }
  }

  /** Not at each scrape, and along the index of those that are open. */
  @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void count() {
    try {
      open = QuarkusTransaction.requiringNew().call(Upload::open);
    } catch (RuntimeException away) {
      // Whoever needs the database says so already.
      LOG.debugf("Open uploads can't be counted: %s", away.getMessage());
    }
  }

  private static Counter recordOpened(MeterRegistry registry, String method) {
    return Counter.builder("slipway.uploads.opened")
        .description("Uploads that were opened")
        .tag("method", method)
        .register(registry);
  }

  /** How a completion was answered. */
  enum Outcome {
    STORED,
    /** The store lacks bytes, or has others. */
    INCOMPLETE,
    /** The store threw the parts away. */
    VANISHED,
    REFUSED,
    /** We were at fault, or database or store. */
    FAILED;

    static Outcome of(ProblemException refusal) {
      var problem = refusal.toProblem();
      if (problem.code().equals(ErrorCode.UPLOAD_INCOMPLETE.code())) {
        return INCOMPLETE;
      }
      if (problem.code().equals(ErrorCode.UPLOAD_VANISHED.code())) {
        return VANISHED;
      }
      return refusal.isServerError() ? FAILED : REFUSED;
    }
  }

  /** How many are open, and what they have promised. */
  record OpenUploads(long count, long bytes) {}
}
