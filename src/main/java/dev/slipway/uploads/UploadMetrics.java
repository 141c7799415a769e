package dev.slipway.uploads;

import dev.slipway.web.ErrorCode;
import dev.slipway.web.Metrics;
import dev.slipway.web.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
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
  private static final int OUR_OWN_FAULT = 500;

  private final MeterRegistry registry;
  private final Timer completionTime;
  private final Counter signedParts;
  private volatile OpenUploads open = new OpenUploads(0, 0);

  UploadMetrics(MeterRegistry registry) {
    this.registry = registry;
    completionTime =
        Metrics.answer("slipway.completion", "From the word that all is sent to its answer")
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
    opened(true, 0);
    opened(false, 0);
    for (var status : UploadStatus.values()) {
      ended(status, 0);
    }
    for (var outcome : Outcome.values()) {
      completions(outcome);
    }
  }

  void opened(Upload upload) {
    opened(upload.isMultipart(), 1);
  }

  void partsSigned(int count) {
    signedParts.increment(count);
  }

  /** What is rolled back has not ended. */
  void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) UploadEnded upload) {
    ended(upload.as(), 1);
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
      completions(outcome).increment();
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

  private void opened(boolean inParts, int count) {
    Counter.builder("slipway.uploads.opened")
        .description("Uploads that were opened")
        .tag("method", inParts ? "multipart" : "put")
        .register(registry)
        .increment(count);
  }

  private void ended(UploadStatus status, int count) {
    if (status != UploadStatus.OPEN) {
      Counter.builder("slipway.uploads.ended")
          .description("Uploads that are over, by what became of them")
          .tag("outcome", Metrics.word(status))
          .register(registry)
          .increment(count);
    }
  }

  private Counter completions(Outcome outcome) {
    return Counter.builder("slipway.completions")
        .description("Times that a client said that all is sent, by the answer")
        .tag("outcome", Metrics.word(outcome))
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
      var problem = refusal.problem();
      if (problem.code().equals(ErrorCode.UPLOAD_INCOMPLETE.code())) {
        return INCOMPLETE;
      }
      if (problem.code().equals(ErrorCode.UPLOAD_VANISHED.code())) {
        return VANISHED;
      }
      return problem.status() < OUR_OWN_FAULT ? REFUSED : FAILED;
    }
  }

  /** How many are open, and what they have promised. */
  record OpenUploads(long count, long bytes) {}
}
