package dev.slipway.processing;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.verdict.VerdictWriter;
import dev.slipway.storage.ObjectStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Finds videos whose processing no job continues: after their object was missing for a while, after
 * the setting was changed, and those that were ready before files were probed.
 */
@ApplicationScoped
class ProcessingSweep {
  private static final Logger LOG = Logger.getLogger(ProcessingSweep.class);
  private static final int BATCH_SIZE = 100;

  private static final String PROCESSING =
      """
      select id from video v where latest and status = 'PROCESSING' and deleted_at is null
          and missing_since is null and bucket = :bucket
        order by stored_at desc, id desc limit :limit
      """;
  private static final String PROCESSING_WITHOUT_JOB =
      PROCESSING.replace(
          "order by",
          """
          and not exists (select 1 from media_job j where j.video_id = v.id and j.kind = 'PROBE'
            and j.state in ('QUEUED', 'RUNNING', 'DEAD'))
          order by""");
  private static final String UNPROBED =
      """
      select id from video v where latest and status = 'READY' and probed_at is null
          and deleted_at is null and missing_since is null and bucket = :bucket
          and not exists (select 1 from media_job j where j.video_id = v.id and j.kind = 'PROBE')
        order by stored_at desc limit :limit
      """;

  private final ProcessingConfig config;
  private final JobQueue queue;
  private final JobBacklog backlog;
  private final VerdictWriter verdicts;
  private final EntityManager entities;
  private final String bucket;

  ProcessingSweep(
      ProcessingConfig config,
      JobQueue queue,
      JobBacklog backlog,
      VerdictWriter verdicts,
      EntityManager entities,
      ObjectStore store) {
    this.config = config;
    this.queue = queue;
    this.backlog = backlog;
    this.verdicts = verdicts;
    this.entities = entities;
    this.bucket = store.bucket();
  }

  @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void run() {
    try {
      if (config.enabled()) {
        queueForgotten();
        queueBackfill();
      } else {
        acceptUnprobed();
      }
    } catch (RuntimeException e) {
      LOG.warnf("The videos in processing can't be read; retrying in a minute: %s", e.getMessage());
    }
  }

  /** Queues the probes of videos that are processed, but have no job. */
  void queueForgotten() {
    forEach(
        PROCESSING_WITHOUT_JOB,
        BATCH_SIZE,
        video -> {
          if (video.isProcessing()) {
            queue.queue(video, JobKind.PROBE, JobPriority.UPLOAD, null);
          }
        });
  }

  /**
   * Queues the probes of videos that were ready before files were probed, a few at a time, so that
   * the queue stays short.
   */
  void queueBackfill() {
    var free = BATCH_SIZE - backlog.count().queued();
    if (free > 0) {
      forEach(
          UNPROBED,
          (int) free,
          video -> queue.queue(video, JobKind.PROBE, JobPriority.BACKFILL, null));
    }
  }

  /** Accepts videos that wait for a probe which no longer follows. */
  void acceptUnprobed() {
    forEach(
        PROCESSING,
        BATCH_SIZE,
        video -> {
          if (video.isProcessing()) {
            verdicts.accept(video, Optional.empty());
          }
        });
  }

  /** Each video in a transaction of its own, with its row locked. */
  private void forEach(String query, int limit, Consumer<Video> action) {
    for (var id : find(query, limit)) {
      QuarkusTransaction.requiringNew()
          .run(
              () ->
                  Video.findAndLock(id)
                      .filter(video -> video.isCurrent() && !video.isDeleted())
                      .ifPresent(action));
    }
  }

  private List<String> find(String query, int limit) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                entities
                    .createNativeQuery(query, String.class)
                    .setParameter("bucket", bucket)
                    .setParameter("limit", limit)
                    .getResultList());
  }
}
