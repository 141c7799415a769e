package dev.slipway.processing;

import dev.slipway.catalogue.Rejection;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.verdict.VerdictWriter;
import dev.slipway.media.probe.MediaInfo;
import dev.slipway.processing.MediaJob.Claim;
import dev.slipway.processing.work.JobKind;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Makes attempts of jobs with a known result, where no worker runs. */
@ApplicationScoped
public class TestAttempts {
  static final MediaInfo INFO =
      new MediaInfo(
          "mp4", "video/mp4", "h264", "aac", 1920, 1080, 90, 25.0, 62_000L, 4_000_000L, "pq");

  private final JobQueue queue;
  private final VerdictWriter verdicts;
  private final ProcessingConfig config;

  TestAttempts(JobQueue queue, VerdictWriter verdicts, ProcessingConfig config) {
    this.queue = queue;
    this.verdicts = verdicts;
    this.config = config;
  }

  /** The job that probes a video. */
  static MediaJob job(String video) {
    return job(video, JobKind.PROBE);
  }

  /** The job of a kind; null if there is none. */
  static MediaJob job(String video, JobKind kind) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> MediaJob.<MediaJob>find("videoId = ?1 and kind = ?2", video, kind).firstResult());
  }

  /** Begins an attempt that doesn't end. */
  public void begin(String video) {
    queue.report(start(video), "Reading the format", 40);
  }

  Claim start(String video) {
    return start(video, JobKind.PROBE);
  }

  Claim start(String video, JobKind kind) {
    var job = job(video, kind);
    return queue.start(job.id, job.run, "worker-1").orElseThrow();
  }

  public void accept(String video) {
    finish(video, null, null, Set.of());
  }

  /** Accepts a video as the worker does, so that the jobs that follow are queued. */
  void acceptAndFollow(String video) {
    finish(video, null, null, JobKind.AFTER_PROBE);
  }

  public void reject(String video, Rejection reason, String detail) {
    finish(video, reason, detail, Set.of());
  }

  /** Lets all attempts fail, so that the job is dead. */
  public void kill(String video, String problem) {
    kill(video, JobKind.PROBE, problem);
  }

  void kill(String video, JobKind kind, String problem) {
    for (var attempt = 0; attempt < config.tries(); attempt++) {
      queue.fail(start(video, kind), problem, config.tries());
    }
  }

  /** Ends the job as if its object had been removed. */
  void endObsolete(String video) {
    queue.endObsolete(start(video), "The object was replaced or removed");
  }

  /** Ends all jobs, so that the queue is empty. */
  void endAll() {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                MediaJob.update(
                    "state = DONE, endedAt = ?1, nextAttemptAt = null where state in (QUEUED,"
                        + " RUNNING)",
                    Instant.now()));
  }

  /** Queues a job that makes renditions. */
  void queueRenditions(String video) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                queue.queue(
                    Video.findAndLock(video).orElseThrow(),
                    JobKind.RENDITIONS,
                    JobPriority.FOLLOWING,
                    null));
  }

  /** Lets a job wait for a day. */
  void ageQueued(String video, JobKind kind) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                MediaJob.update(
                    "queuedAt = ?1 where videoId = ?2 and kind = ?3",
                    Instant.now().minus(Duration.ofDays(1)),
                    video,
                    kind));
  }

  /** Makes an ended job older than the sweep's delay. */
  void age(String video) {
    QuarkusTransaction.requiringNew()
        .run(() -> MediaJob.update("endedAt = ?1 where videoId = ?2", Instant.EPOCH, video));
  }

  /** Makes a video what it was before files were probed: ready, without a job. */
  void forgetProbe(String video) {
    accept(video);
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              MediaJob.delete("videoId", video);
              Video.update("probedAt = null, videoCodec = null where id = ?1", video);
            });
  }

  private void finish(String video, Rejection reason, String detail, Set<JobKind> following) {
    var claim = start(video);
    var etag = QuarkusTransaction.requiringNew().call(() -> Video.<Video>findById(video)).etag();
    queue.finish(
        claim,
        etag,
        found -> {
          if (reason == null) {
            verdicts.accept(found, Optional.of(INFO));
            return following;
          }
          verdicts.reject(found, reason, detail, Optional.of(INFO));
          return Set.of();
        });
  }
}
