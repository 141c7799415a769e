package dev.slipway.processing;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.verdict.VerdictWriter;
import dev.slipway.observability.LogFields;
import dev.slipway.processing.MediaJob.Claim;
import dev.slipway.processing.ObjectSource.ObjectChangedException;
import dev.slipway.processing.VideoProbe.Verdict;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
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
  private final VideoProbe videoProbe;
  private final RetryRules rules;
  private final ObjectStore store;
  private final VerdictWriter verdicts;
  private final ProcessingMetrics metrics;
  private final Clock clock;
  private final String worker = JobWorker.name();
  private volatile boolean stopping;

  JobAttempts(
      JobQueue queue,
      VideoProbe videoProbe,
      RetryRules rules,
      ObjectStore store,
      VerdictWriter verdicts,
      ProcessingMetrics metrics,
      Clock clock) {
    this.queue = queue;
    this.videoProbe = videoProbe;
    this.rules = rules;
    this.store = store;
    this.verdicts = verdicts;
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
      process(claim);
      return Optional.empty();
    } catch (ObjectChangedException changed) {
      queue.endObsolete(claim, changed.getMessage());
      return Optional.empty();
    } catch (RuntimeException e) {
      return retry(claim, e);
    }
  }

  private void process(Claim claim) {
    var object = describeObject(claim.videoId());
    if (object.isEmpty()) {
      queue.endObsolete(claim, "The object was replaced or removed");
      return;
    }
    var sample = metrics.startTimer();
    var verdict = videoProbe.probe(object.get(), new ProgressReport(queue, claim, clock));
    if (queue.finish(claim, verdict.etag(), video -> write(video, verdict))) {
      metrics.recordResult(verdict.rejection(), sample);
    }
  }

  /** Returns the object as the store describes it; empty if it isn't the one of the row. */
  private Optional<StoredObject> describeObject(String videoId) {
    var row = QuarkusTransaction.requiringNew().call(() -> ObjectRow.find(videoId));
    return row.filter(found -> found.bucket().equals(store.bucket()))
        .flatMap(
            found -> store.head(found.key()).filter(object -> object.etag().equals(found.etag())));
  }

  private void write(Video video, Verdict verdict) {
    if (verdict.rejection() == null) {
      verdicts.accept(video, verdict.info());
    } else {
      verdicts.reject(video, verdict.rejection(), verdict.detail(), verdict.info());
    }
  }

  private Optional<Instant> retry(Claim claim, RuntimeException e) {
    // An interrupted thread gets no connection to the database.
    var interrupted = Thread.interrupted();
    if (stopping || interrupted) {
      return queue.giveBack(claim);
    }
    var retry = rules.decide(e);
    metrics.recordRetry(retry.cause());
    if (!retry.isFailure()) {
      return queue.postpone(claim, retry.reason());
    }
    LOG.warnf(
        "An attempt to process video %s failed: %s", claim.videoId(), LogText.of(retry.reason()));
    return queue.fail(claim, retry.reason());
  }

  /** What identifies the object of a video. */
  private record ObjectRow(String bucket, ObjectKey key, String etag) {
    static Optional<ObjectRow> find(String videoId) {
      return Video.<Video>findByIdOptional(videoId)
          .filter(video -> video.isCurrent() && !video.isDeleted())
          .map(video -> new ObjectRow(video.bucket(), video.key(), video.etag()));
    }
  }
}
