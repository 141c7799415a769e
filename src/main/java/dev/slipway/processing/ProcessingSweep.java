package dev.slipway.processing;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.verdict.VerdictWriter;
import dev.slipway.media.rendition.Transcoder;
import dev.slipway.processing.work.JobKind;
import dev.slipway.processing.work.WorkerPool;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.IndependentSteps;
import dev.slipway.storage.RandomId;
import dev.slipway.web.BackgroundConfig;
import dev.slipway.web.IdleBackoff;
import dev.slipway.web.ProcessRole;
import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Finds videos whose processing no job continues: after their object was missing for a while, after
 * the setting was changed, and those that were ready before files were probed. Ends dead jobs of
 * videos that no longer exist. Several processes may do so at a time: each action repeats its
 * condition while the row is locked.
 */
@ApplicationScoped
class ProcessingSweep {
  private static final Logger LOG = Logger.getLogger(ProcessingSweep.class);
  private static final int BATCH_SIZE = 100;

  /** With fewer jobs than this, the workers may soon be idle although there is a backfill. */
  private static final int MIN_QUEUED = 20;

  /**
   * How long a video waits whose job has ended without a verdict, for example because its object
   * was missing. Otherwise a batch of such videos would keep the sweep from all others.
   */
  private static final Duration REPEAT_DELAY = Duration.ofMinutes(15);

  /** A worker with jobs to do has begun one in this time, or runs one. */
  private static final Duration IDLE_TIME = Duration.ofHours(1);

  /**
   * No attempt takes longer: before ffmpeg runs, the file is copied, and the rest of the result is
   * stored afterwards. A job that has run for longer belongs to a worker that was killed.
   */
  private static final Duration MAX_ATTEMPT_TIME = Transcoder.MAX_TIMEOUT.plusHours(4);

  /** Waiting jobs of a kind that an idle worker would have begun, and those of killed workers. */
  private static final String UNUSED =
      "kind = ?1 and (state = QUEUED and queuedAt < ?2 or state = RUNNING and startedAt < ?3)";

  private final ProcessingConfig config;
  private final JobQueue queue;
  private final JobBacklog backlog;
  private final VerdictWriter verdicts;
  private final SweepQueries queries;
  private final JobHandlers handlers;
  private final DerivedStore derivedStore;
  private final ProcessRole role;
  private final IdleBackoff backoff;
  private final Clock clock;

  ProcessingSweep(
      ProcessingConfig config,
      JobQueue queue,
      JobBacklog backlog,
      VerdictWriter verdicts,
      SweepQueries queries,
      JobHandlers handlers,
      DerivedStore derivedStore,
      ProcessRole role,
      BackgroundConfig background,
      Clock clock) {
    this.config = config;
    this.queue = queue;
    this.backlog = backlog;
    this.verdicts = verdicts;
    this.queries = queries;
    this.handlers = handlers;
    this.derivedStore = derivedStore;
    this.role = role;
    this.backoff = IdleBackoff.forDeferrableWork(background);
    this.clock = clock;
  }

  @Scheduled(
      every = "1m",
      delayed = "1m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void run() {
    try {
      if (config.enabled()) {
        queueForgotten();
      } else {
        acceptUnprobed();
        deleteQueued();
      }
      endObsolete();
    } catch (RuntimeException e) {
      LOG.warnf(
          "Videos without a job can't be found or ended; retrying in a minute: %s", e.getMessage());
    }
  }

  @Scheduled(
      every = "10s",
      delayed = "1m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void refillOnSchedule() {
    if (backoff.isDue()) {
      backoff.searched(refill());
    }
  }

  /**
   * Continues the backfill while the workers have little else to do.
   *
   * @return whether jobs wait, videos were found that need some, or not all videos are examined yet
   */
  boolean refill() {
    var foundWork = false;
    try {
      for (var pool : config.enabled() ? WorkerPool.values() : new WorkerPool[0]) {
        var queued = backlog.countQueued(pool, MIN_QUEUED);
        foundWork |= queued > 0;
        if (queued < MIN_QUEUED) {
          foundWork |= queueBackfill(pool, BATCH_SIZE - queued) > 0;
        }
      }
      foundWork |= config.enabled() && !isBackfillFinished();
    } catch (RuntimeException e) {
      // The other method reports the outage.
      LOG.debugf("The backfill can't be continued: %s", e.getMessage());
      return true;
    }
    return foundWork;
  }

  /** Ends dead jobs whose video was deleted or replaced, because nobody can retry them. */
  void endObsolete() {
    var steps = new IndependentSteps(derivedStore::isAvailable);
    for (var id : queries.findObsolete(BATCH_SIZE)) {
      steps.run(() -> endObsolete(id));
    }
    steps.throwFirstFailure();
  }

  private void endObsolete(String id) {
    handlers.removeLeftovers(new RandomId(id));
    inTransaction(
        id,
        video -> {
          if (video.isDeleted() || !video.isCurrent()) {
            queue.endAllUnneeded(video, "The video was deleted or replaced");
          }
        });
  }

  /** Queues the probes of videos that are processed, but have no job. */
  void queueForgotten() {
    for (var id : queries.findForgotten(clock.instant().minus(REPEAT_DELAY), BATCH_SIZE)) {
      inTransaction(
          id,
          video -> {
            if (isUsable(video) && video.isProcessing() && !hasJobOrProblem(video)) {
              queue.queue(video, JobKind.PROBE, JobPriority.UPLOAD, null);
            }
          });
    }
  }

  /**
   * Queues the jobs of videos that were ready before there were such jobs, a few at a time, so that
   * the queue stays short.
   *
   * @param free how many jobs the pool's queue may get
   * @return how many videos need jobs
   */
  private int queueBackfill(WorkerPool pool, int free) {
    var found = pool == JobKind.PROBE.pool() ? queueProbes(free) : 0;
    for (var kind : handlers.otherThanProbe()) {
      if (kind.pool() == pool && found < free) {
        found += queueBackfill(kind, free - found);
      }
    }
    return found;
  }

  private boolean isBackfillFinished() {
    return handlers.otherThanProbe().stream()
        .allMatch(kind -> handlers.of(kind).isBackfillFinished());
  }

  private int queueProbes(int free) {
    var unprobed = queries.findUnprobed(free);
    for (var id : unprobed) {
      inTransaction(
          id,
          video -> {
            if (isUsable(video) && video.needsProbe() && findJob(video).isEmpty()) {
              queue.queue(video, JobKind.PROBE, JobPriority.BACKFILL, null);
            }
          });
    }
    return unprobed.size();
  }

  private int queueBackfill(JobKind kind, int free) {
    var incomplete = handlers.of(kind).findWithoutResult(queries.bucket(), free);
    for (var id : incomplete) {
      inTransaction(
          id,
          video -> {
            if (isUsable(video)
                && video.isReady()
                && MediaJob.findAndLock(video.id(), kind).isEmpty()) {
              queue.queue(video, kind, JobPriority.BACKFILL, null);
            }
          });
    }
    return incomplete.size();
  }

  /**
   * Deletes the waiting jobs of videos that are not in processing, while processing is switched
   * off. When it is switched on again, the backfill queues what is missing.
   */
  void deleteQueued() {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                MediaJob.delete(
                    "state = QUEUED and videoId not in (select v.id from Video v where v.status ="
                        + " PROCESSING)"));
  }

  /**
   * Deletes the waiting jobs of kinds that are switched off, and those that killed workers have
   * left. The setting of a process that runs no jobs says nothing about those that do. Workers may
   * have different settings, so jobs stay while any worker runs one of their kind, and long enough
   * for a worker that was idle to begin one.
   */
  @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void deleteDisabled() {
    if (!role.runsMediaJobs() || config.workers() == 0) {
      return;
    }
    var disabled = EnumSet.complementOf(EnumSet.of(JobKind.PROBE));
    handlers.otherThanProbe().forEach(disabled::remove);
    for (var kind : disabled) {
      try {
        QuarkusTransaction.requiringNew().run(() -> deleteUnused(kind));
      } catch (RuntimeException e) {
        LOG.debugf(
            "The jobs of a disabled kind can't be ended; retrying later: %s", e.getMessage());
      }
    }
  }

  private void deleteUnused(JobKind kind) {
    var since = clock.instant().minus(IDLE_TIME);
    var killed = clock.instant().minus(MAX_ATTEMPT_TIME);
    // No index finds the latest start, so it is read only if there is something to delete. A job
    // that waits for its next attempt was started, too.
    if (MediaJob.count(UNUSED, kind, since, killed) > 0
        && MediaJob.count("state = RUNNING and kind = ?1 and startedAt >= ?2", kind, killed) == 0
        && MediaJob.count("kind = ?1 and startedAt > ?2", kind, since) == 0) {
      MediaJob.delete(UNUSED, kind, since, killed);
    }
  }

  /**
   * Accepts videos that wait for a probe, while processing is switched off. Their jobs are deleted,
   * so that the backfill probes them when it is switched on again. A dismissed job stays.
   */
  void acceptUnprobed() {
    for (var id : queries.findProcessing(BATCH_SIZE)) {
      inTransaction(
          id,
          video -> {
            if (isUsable(video) && video.isProcessing()) {
              verdicts.accept(video, Optional.empty());
              findJob(video).filter(job -> !job.dismissed).ifPresent(MediaJob::delete);
            }
          });
    }
  }

  private static boolean isUsable(Video video) {
    return video.isCurrent() && !video.isDeleted();
  }

  private static boolean hasJobOrProblem(Video video) {
    return findJob(video).filter(job -> !job.state.isEnded() || job.hasFailed()).isPresent();
  }

  private static Optional<MediaJob> findJob(Video video) {
    return MediaJob.findAndLock(video.id(), JobKind.PROBE);
  }

  /** Each video in a transaction of its own, with its row locked. */
  private static void inTransaction(String id, Consumer<Video> action) {
    QuarkusTransaction.requiringNew().run(() -> Video.findAndLock(id).ifPresent(action));
  }
}
