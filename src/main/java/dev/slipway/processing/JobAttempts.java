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
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Makes one attempt of a job: claims it, does the work outside any transaction, writes the result.
 */
@ApplicationScoped
class JobAttempts {
  private static final Logger LOG = Logger.getLogger(JobAttempts.class);

  private final JobQueue queue;
  private final JobWorks works;
  private final RetryRules rules;
  private final ObjectStore store;
  private final ProcessingMetrics metrics;
  private final Clock clock;
  private final String worker = JobWorker.name();
  private volatile boolean stopping;

  JobAttempts(
      JobQueue queue,
      JobWorks works,
      RetryRules rules,
      ObjectStore store,
      ProcessingMetrics metrics,
      Clock clock) {
    this.queue = queue;
    this.works = works;
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
      processUnlessChanged(claim);
      return Optional.empty();
    } catch (RuntimeException e) {
      return retry(claim, e);
    }
  }

  private void processUnlessChanged(Claim claim) {
    try {
      process(claim);
    } catch (ObjectChangedException changed) {
      endObsolete(claim, changed.getMessage());
    }
  }

  private void process(Claim claim) {
    var object = describeObject(claim);
    if (object.isEmpty()) {
      endObsolete(claim, "The object was replaced or removed");
      return;
    }
    var sample = metrics.startTimer();
    var file = new JobFile(claim.videoId(), object.get(), new ObjectSource(store, object.get()));
    var result = works.of(claim.kind()).run(file, new ProgressReport(queue, claim, clock));
    if (queue.finish(claim, object.get().etag(), result::write)) {
      metrics.recordDuration(claim.kind(), sample);
      result.afterWrite();
    } else {
      // Before the job ends, so that another attempt does it if the store doesn't answer.
      result.discard();
      queue.endObsolete(claim, "The video was replaced, deleted or rejected");
    }
  }

  private void endObsolete(Claim claim, String reason) {
    works.of(claim.kind()).removeLeftovers(new RandomId(claim.videoId()));
    queue.endObsolete(claim, reason);
  }

  /** Returns the object as the store describes it; empty if it isn't the one of the row. */
  private Optional<StoredObject> describeObject(Claim claim) {
    var row =
        QuarkusTransaction.requiringNew().call(() -> ObjectRow.find(claim.videoId(), claim.kind()));
    return row.filter(found -> found.bucket().equals(store.bucket()))
        .flatMap(
            found -> store.head(found.key()).filter(object -> object.etag().equals(found.etag())));
  }

  private Optional<Instant> retry(Claim claim, RuntimeException e) {
    // An interrupted thread gets no connection to the database.
    var interrupted = Thread.interrupted();
    if (stopping || interrupted) {
      return queue.giveBack(claim);
    }
    var retry = rules.decide(e, works.of(claim.kind())::missingProgram);
    metrics.recordRetry(retry.cause());
    if (!retry.isFailure()) {
      return queue.postpone(claim, retry.reason());
    }
    LOG.warnf(
        "An attempt to process video %s (%s) failed: %s",
        claim.videoId(), claim.kind().lowerCaseName(), LogText.of(retry.reason()));
    return queue.fail(claim, retry.reason());
  }

  /** What identifies the object of a video. */
  private record ObjectRow(String bucket, ObjectKey key, String etag) {
    static Optional<ObjectRow> find(String videoId, JobKind kind) {
      return Video.<Video>findByIdOptional(videoId)
          .filter(video -> JobQueue.mayHaveResult(video, kind))
          .map(video -> new ObjectRow(video.bucket(), video.key(), video.etag()));
    }
  }
}
