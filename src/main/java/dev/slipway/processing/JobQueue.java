package dev.slipway.processing;

import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.Video;
import dev.slipway.processing.MediaJob.Claim;
import dev.slipway.processing.work.JobKind;
import dev.slipway.web.Backoff;
import dev.slipway.web.LogText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The media jobs of all videos, shared by all workers. Each method is one transition of a job, with
 * its audit entry; except for {@link #queue} each is a transaction of its own.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class JobQueue {
  private static final Logger LOG = Logger.getLogger(JobQueue.class);
  private static final Duration MAX_RETRY_DELAY = Duration.ofMinutes(15);

  /** Short, so that processing resumes soon after the store or the database has recovered. */
  private static final Backoff OUTAGE_DELAY =
      new Backoff(Duration.ofSeconds(15), Duration.ofSeconds(15));

  /**
   * The delays between attempts while the catalogue hasn't noticed that the object is missing or
   * another one.
   */
  private static final Duration MIN_MISMATCH_DELAY = Duration.ofSeconds(15);

  private static final Duration MAX_MISMATCH_DELAY = Duration.ofMinutes(5);

  /** Long, because the former bucket may never be configured again. */
  private static final Duration OTHER_BUCKET_DELAY = Duration.ofHours(1);

  private static final String INTERRUPTED =
      "%d attempts in succession ended without a result. Processing this file may crash the"
          + " worker";

  private final ProcessingConfig config;
  private final JobSchedule schedule;
  private final JobBacklog backlog;
  private final JobHandlers handlers;
  private final AuditLog audit;
  private final Event<JobDead> dead;
  private final SecureRandom random;
  private final Clock clock;
  private final Backoff retryDelay;

  JobQueue(
      ProcessingConfig config,
      JobSchedule schedule,
      JobBacklog backlog,
      JobHandlers handlers,
      AuditLog audit,
      Event<JobDead> dead,
      SecureRandom random,
      Clock clock) {
    this.config = config;
    this.schedule = schedule;
    this.backlog = backlog;
    this.handlers = handlers;
    this.audit = audit;
    this.dead = dead;
    this.random = random;
    this.clock = clock;
    this.retryDelay = new Backoff(config.retryDelay(), MAX_RETRY_DELAY);
  }

  /**
   * Queues a job of a video whose row is locked or new, unless it is queued or running. Joins the
   * caller's transaction.
   *
   * @param account that requests it; null if the application does
   */
  @Transactional(Transactional.TxType.MANDATORY)
  MediaJob queue(Video video, JobKind kind, JobPriority priority, String account) {
    var existing = MediaJob.findAndLock(video.id(), kind);
    var job = existing.orElseGet(() -> MediaJob.create(video.id(), kind));
    if (existing.isPresent() && !job.state.isEnded()) {
      return job;
    }
    var pool = kind.pool();
    var unfinished = backlog.countUnfinished(video.owner(), pool, priority);
    job.queue(priority, video.owner(), account, clock.instant());
    job.persistAndFlush();
    schedule.add(job, priority.valueAfter(unfinished, pool));
    return job;
  }

  /**
   * Ends the job of a video without a result, because nothing is left to do. The video's row is
   * locked. Joins the caller's transaction.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  void endUnneeded(Video video, JobKind kind, String reason) {
    MediaJob.findAndLock(video.id(), kind)
        .filter(job -> job.state != JobState.DONE)
        .ifPresent(job -> job.end(JobState.DONE, reason, clock.instant()));
  }

  /** Ends all jobs of a video that no longer exists. The video's row is locked. */
  @Transactional(Transactional.TxType.MANDATORY)
  void endAllUnneeded(Video video, String reason) {
    for (var kind : JobKind.values()) {
      endUnneeded(video, kind, reason);
    }
  }

  /**
   * Begins an attempt.
   *
   * @param run the run of the schedule's entry
   * @param process the name of the process that makes the attempt
   * @return empty if the job has ended, or was queued again as another run
   */
  Optional<Claim> start(long jobId, int run, String process) {
    var job = findAndLock(jobId).filter(found -> found.run == run && !found.state.isEnded());
    if (job.isEmpty()) {
      return Optional.empty();
    }
    if (job.get().interruptions >= config.tries()) {
      // Otherwise a file that kills the process would do so for ever.
      endDead(job.get(), INTERRUPTED.formatted(job.get().interruptions));
      return Optional.empty();
    }
    var claim = job.get().start(process, clock.instant());
    // A backfill would fill the audit log, and nobody waits for it.
    if (job.get().isFirstAttempt()
        && job.get().kind == JobKind.PROBE
        && job.get().priority != JobPriority.BACKFILL.value()) {
      audit.record(AuditLog.SYSTEM, "processing.started", claim.videoId(), null);
    }
    return Optional.of(claim);
  }

  /** Records how far an attempt is. */
  void report(Claim claim, String step, Integer percent) {
    findClaimed(claim).ifPresent(job -> job.report(step, percent));
  }

  /**
   * Ends the job with a result, and in the same transaction writes the result and queues the jobs
   * that follow. Does nothing if the claim is no longer the latest one, or if the object was
   * replaced, deleted or rejected meanwhile.
   *
   * @param etag of the object that the result is about
   * @param write writes the result to the video, whose row is locked, and returns the kinds of the
   *     jobs that follow
   * @return whether the result was written
   */
  boolean finish(Claim claim, String etag, Function<Video, Set<JobKind>> write) {
    // The video is locked before the job wherever both are locked, to avoid deadlocks.
    var video = Video.findAndLock(claim.videoId());
    var job = findClaimed(claim);
    if (job.isEmpty()
        || video
            .filter(found -> mayHaveResult(found, claim.kind()))
            .filter(found -> found.etag().equals(etag))
            .isEmpty()) {
      return false;
    }
    var following = write.apply(video.get());
    job.get().end(JobState.DONE, null, clock.instant());
    handlers.otherThanProbe().stream()
        .filter(following::contains)
        .filter(kind -> isWanted(kind, job.get()))
        .forEach(kind -> queueFollowing(video.get(), kind, job.get()));
    return true;
  }

  /** The probe of a backfill leads to other jobs of the backfill only. */
  private boolean isWanted(JobKind kind, MediaJob before) {
    return before.priority != JobPriority.BACKFILL.value() || handlers.of(kind).isBackfilled();
  }

  /** Whether a result can be written to a video. */
  static boolean mayHaveResult(Video video, JobKind kind) {
    return video.isCurrent() && !video.isDeleted() && (kind == JobKind.PROBE || video.isReady());
  }

  /**
   * A job that has succeeded is not repeated when only another one was, but it can ask for another
   * run of its own.
   */
  private void queueFollowing(Video video, JobKind kind, MediaJob before) {
    var existing = MediaJob.findAndLock(video.id(), kind);
    if (kind == before.kind || existing.filter(job -> !job.hasFailed()).isEmpty()) {
      queue(video, kind, JobPriority.following(before.priority), before.requestedBy);
    }
  }

  /** Whether a claim is the latest one of its job, and has not ended. */
  boolean isClaimed(Claim claim) {
    return findClaimed(claim).isPresent();
  }

  /** Ends the job without a result, because nothing is left to do. */
  void endObsolete(Claim claim, String reason) {
    findClaimed(claim).ifPresent(job -> job.end(JobState.DONE, reason, clock.instant()));
  }

  /**
   * Schedules another attempt because the row of a video and its object don't agree, or ends the
   * job because the video was deleted, replaced or rejected, or its object is missing.
   *
   * @return when the next attempt is due; empty if none follows
   */
  Optional<Instant> postponeOrEnd(Claim claim, String reason) {
    // The video is locked before the job wherever both are locked, to avoid deadlocks.
    var video = Video.findAndLock(claim.videoId());
    var job = findClaimed(claim);
    if (video
        .filter(found -> mayHaveResult(found, claim.kind()) && !found.isMissing())
        .isPresent()) {
      return job.map(waiting -> postpone(waiting, reason, clock.instant().plus(delayOf(waiting))));
    }
    job.ifPresent(ended -> ended.end(JobState.DONE, reason, clock.instant()));
    return Optional.empty();
  }

  /** A quarter of the time since the job was queued, within limits. */
  private Duration delayOf(MediaJob job) {
    var delay = Duration.between(job.queuedAt, clock.instant()).dividedBy(4);
    if (delay.compareTo(MIN_MISMATCH_DELAY) < 0) {
      return MIN_MISMATCH_DELAY;
    }
    return delay.compareTo(MAX_MISMATCH_DELAY) > 0 ? MAX_MISMATCH_DELAY : delay;
  }

  /**
   * Schedules another attempt because something else is unavailable.
   *
   * @return when it is due; empty if the claim is no longer the latest one
   */
  Optional<Instant> postpone(Claim claim, String reason) {
    var at = clock.instant().plus(OUTAGE_DELAY.jitteredDelayAfter(1, random));
    return findClaimed(claim).map(job -> postpone(job, reason, at));
  }

  /**
   * Schedules another attempt because the object is in another bucket than the configured one.
   *
   * @return when it is due; empty if the claim is no longer the latest one
   */
  Optional<Instant> waitForBucket(Claim claim, String bucket) {
    var reason =
        "The file is in the bucket %s, which this installation doesn't use now".formatted(bucket);
    var at = clock.instant().plus(OTHER_BUCKET_DELAY);
    return findClaimed(claim).map(job -> postpone(job, reason, at));
  }

  /** Gives the job back, because this process stops. Another one may take it at once. */
  Optional<Instant> giveBack(Claim claim) {
    var reason = "The worker stopped; another attempt follows";
    return findClaimed(claim).map(job -> postpone(job, reason, clock.instant()));
  }

  /**
   * Counts a failed attempt.
   *
   * @param maxTries the number of failed attempts after which the job is dead, if that is fewer
   *     than configured
   * @return when the next attempt is due; empty if this was the last one
   */
  Optional<Instant> fail(Claim claim, String reason, int maxTries) {
    var tries = Math.min(maxTries, config.tries());
    return findClaimed(claim).flatMap(job -> failOnce(job, reason, tries));
  }

  private Optional<Instant> failOnce(MediaJob job, String reason, int tries) {
    job.failures++;
    if (job.failures >= tries) {
      endDead(job, reason);
      return Optional.empty();
    }
    audit.record(AuditLog.SYSTEM, "processing.failed", job.videoId, auditDetail(job, reason));
    var delay = retryDelay.jitteredDelayAfter(job.failures, random);
    return Optional.of(postpone(job, reason, clock.instant().plus(delay)));
  }

  private void endDead(MediaJob job, String reason) {
    job.end(JobState.DEAD, reason, clock.instant());
    audit.record(AuditLog.SYSTEM, "processing.dead", job.videoId, auditDetail(job, reason));
    dead.fire(new JobDead(job.videoId));
    LOG.warnf(
        "The media job of video %s (%s) is dead: %s",
        job.videoId, job.kind.lowerCaseName(), LogText.of(reason));
  }

  /** Names the kind, unless it is the probe, which every video has. */
  static String auditDetail(MediaJob job, String reason) {
    if (job.kind == JobKind.PROBE) {
      return reason;
    }
    return reason == null ? job.kind.title() : job.kind.title() + ": " + reason;
  }

  private static Instant postpone(MediaJob job, String reason, Instant at) {
    job.postpone(reason, at);
    return at;
  }

  private static Optional<MediaJob> findAndLock(long id) {
    return MediaJob.findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
  }

  private static Optional<MediaJob> findClaimed(Claim claim) {
    return findAndLock(claim.jobId()).filter(job -> job.isClaimedBy(claim));
  }

  /** A job failed too often. Fired in the transaction that records it. */
  record JobDead(String videoId) {}
}
