package dev.slipway.processing;

import dev.slipway.catalogue.Video;
import dev.slipway.observability.LogFields;
import dev.slipway.processing.MediaJob.Claim;
import dev.slipway.processing.work.JobFile;
import dev.slipway.processing.work.JobKind;
import dev.slipway.processing.work.ObjectSource;
import dev.slipway.processing.work.ObjectSource.ObjectChangedException;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import dev.slipway.web.LogText;
import dev.slipway.web.problem.DatabaseUnavailable;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Makes one attempt of a job: claims it, does the work outside any transaction, writes the result.
 */
@ApplicationScoped
class JobAttempts {
  private static final Logger LOG = Logger.getLogger(JobAttempts.class);

  /** With the delays between them, a minute. */
  private static final int WRITE_TRIES = 6;

  private static final Duration FIRST_DELAY = Duration.ofSeconds(2);

  private final JobQueue queue;
  private final JobHandlers handlers;
  private final RetryRules rules;
  private final ObjectStore store;
  private final ProcessingMetrics metrics;
  private final Clock clock;
  private final String worker = JobWorker.name();
  private volatile boolean stopping;

  JobAttempts(
      JobQueue queue,
      JobHandlers handlers,
      RetryRules rules,
      ObjectStore store,
      ProcessingMetrics metrics,
      Clock clock) {
    this.queue = queue;
    this.handlers = handlers;
    this.rules = rules;
    this.store = store;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** From now on, an attempt that fails gives its job back. */
  void stop() {
    stopping = true;
  }

  /**
   * Makes one attempt.
   *
   * @return when the next attempt is due; empty if none follows
   * @throws RuntimeException if the result could not be written
   */
  Optional<Instant> attempt(long jobId, int run) {
    return queue.start(jobId, run, worker).flatMap(this::attempt);
  }

  private Optional<Instant> attempt(Claim claim) {
    try (var fields = LogFields.of("videoId", claim.videoId())) {
      return processUnlessChanged(claim);
    } catch (RuntimeException e) {
      return retry(claim, e);
    }
  }

  private Optional<Instant> processUnlessChanged(Claim claim) {
    try {
      return process(claim);
    } catch (ObjectChangedException changed) {
      return postponeOrEnd(claim, changed.getMessage());
    }
  }

  private Optional<Instant> process(Claim claim) {
    var row = findRow(claim);
    if (row.isEmpty()) {
      removeLeftovers(claim);
      queue.endObsolete(claim, "The video was deleted, replaced or rejected");
      return Optional.empty();
    }
    if (!row.get().bucket().equals(store.bucket())) {
      return queue.waitForBucket(claim, row.get().bucket());
    }
    var stored = store.head(row.get().key()).filter(row.get()::describes);
    if (stored.isEmpty()) {
      // A notification or a reconciliation will bring the row up to date.
      return postponeOrEnd(claim, "The object is missing, or differs from the catalogue");
    }
    var object = stored.get();
    var sample = metrics.startTimer();
    var file =
        new JobFile(
            claim.videoId(), object, new ObjectSource(store, object), () -> queue.isClaimed(claim));
    var result = handlers.of(claim.kind()).run(file, new ProgressReport(queue, claim, clock));
    var outcome =
        write(
            () -> queue.finish(claim, object.etag(), result::write),
            () -> queue.isClaimed(claim),
            FIRST_DELAY);
    if (outcome == WriteOutcome.WRITTEN) {
      metrics.recordDuration(claim.kind(), sample);
      result.afterWrite();
    } else if (outcome == WriteOutcome.REFUSED) {
      // Before the job ends, so that another attempt does it if the store doesn't answer.
      result.discard();
      return queue.postponeOrEnd(claim, "The video or its object was replaced or deleted");
    }
    return Optional.empty();
  }

  /**
   * Writes a result, which may be the work of hours, and repeats it for a minute while the database
   * is unavailable.
   *
   * @param write returns whether the result was written
   * @param claimed whether the claim is still the latest one, and has not ended
   * @param firstDelay before the first repetition; it doubles with each further one
   */
  static WriteOutcome write(BooleanSupplier write, BooleanSupplier claimed, Duration firstDelay) {
    var delay = firstDelay;
    for (var attempt = 1; ; attempt++) {
      try {
        if (write.getAsBoolean()) {
          return WriteOutcome.WRITTEN;
        }
        return attempt == 1 || claimed.getAsBoolean() ? WriteOutcome.REFUSED : WriteOutcome.UNKNOWN;
      } catch (RuntimeException e) {
        if (attempt == WRITE_TRIES || !DatabaseUnavailable.isCauseOf(e)) {
          throw e;
        }
        pause(delay, e);
        delay = delay.multipliedBy(2);
      }
    }
  }

  private static void pause(Duration delay, RuntimeException failure) {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  /** How a result was written. */
  enum WriteOutcome {
    WRITTEN,
    /** The video was deleted, replaced or rejected, or another attempt has taken the job over. */
    REFUSED,
    /**
     * The database may have written it without an answer, or another attempt has taken the job over
     * meanwhile. What was stored must stay.
     */
    UNKNOWN
  }

  private Optional<Instant> postponeOrEnd(Claim claim, String reason) {
    removeLeftovers(claim);
    return queue.postponeOrEnd(claim, reason);
  }

  private void removeLeftovers(Claim claim) {
    handlers
        .of(claim.kind())
        .removeLeftovers(new RandomId(claim.videoId()), () -> queue.isClaimed(claim));
  }

  private Optional<ObjectRow> findRow(Claim claim) {
    return QuarkusTransaction.requiringNew()
        .call(() -> ObjectRow.find(claim.videoId(), claim.kind()));
  }

  private Optional<Instant> retry(Claim claim, RuntimeException e) {
    // An interrupted thread gets no connection to the database.
    var interrupted = Thread.interrupted();
    if (stopping || interrupted) {
      return queue.giveBack(claim);
    }
    var retry = rules.decide(e, handlers.of(claim.kind())::missingProgram);
    metrics.recordRetry(retry.cause());
    if (!retry.isFailure()) {
      return queue.postpone(claim, retry.reason());
    }
    LOG.warnf(
        "An attempt to process video %s (%s) failed: %s",
        claim.videoId(), claim.kind().lowerCaseName(), LogText.of(retry.reason()));
    return queue.fail(claim, retry.reason(), retry.maxTries());
  }

  /** What identifies the object of a video. */
  private record ObjectRow(String bucket, ObjectKey key, String etag) {
    static Optional<ObjectRow> find(String videoId, JobKind kind) {
      return Video.<Video>findByIdOptional(videoId)
          .filter(video -> JobQueue.mayHaveResult(video, kind))
          .map(video -> new ObjectRow(video.bucket(), video.key(), video.etag()));
    }

    boolean describes(StoredObject object) {
      return object.etag().equals(etag);
    }
  }
}
