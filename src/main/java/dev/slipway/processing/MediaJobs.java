package dev.slipway.processing;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.Videos;
import dev.slipway.storage.ObjectStore;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** What people can do with media jobs: list them, repeat them, and dismiss dead ones. */
@Named("mediaJobs")
@ApplicationScoped
public class MediaJobs {
  public static final int MAX_PAGE_SIZE = 100;

  private final EntityManager entities;
  private final JobBacklog backlog;
  private final JobQueue queue;
  private final ProcessingConfig config;
  private final Videos videos;
  private final CurrentAccount caller;
  private final AuditLog audit;
  private final String bucket;

  MediaJobs(
      EntityManager entities,
      JobBacklog backlog,
      JobQueue queue,
      ProcessingConfig config,
      Videos videos,
      CurrentAccount caller,
      AuditLog audit,
      ObjectStore store) {
    this.entities = entities;
    this.backlog = backlog;
    this.queue = queue;
    this.config = config;
    this.videos = videos;
    this.caller = caller;
    this.audit = audit;
    this.bucket = store.bucket();
  }

  /** Whether new videos are processed in this installation. */
  public boolean isEnabled() {
    return config.enabled();
  }

  /**
   * A page of jobs, newest first.
   *
   * @param state null for all states
   * @param after the {@code next} of the previous page; null for the first page
   */
  @Transactional
  public MediaJobPage findPage(JobState state, Long after, int limit) {
    return MediaJobPage.of(
        backlog.count(), MediaJobView.find(entities, state, after, limit + 1), limit);
  }

  /** The number of dead jobs, counted up to a maximum because there may be many. */
  @Transactional
  public int countDead(int max) {
    return entities
        .createQuery("select id from MediaJob where state = DEAD", Long.class)
        .setMaxResults(max)
        .getResultList()
        .size();
  }

  /**
   * The job of a video, for the page of the video.
   *
   * @return null if it has none
   */
  @Transactional
  public MediaJobView of(String videoId) {
    return MediaJobView.findOfVideo(entities, videoId).orElse(null);
  }

  /**
   * Has a video processed again: one whose job is dead, or, for administrators, one that is ready,
   * to read its format again. Does nothing if its job is queued or running.
   *
   * @throws ProblemException {@code not-found}, {@code forbidden}; {@code processing-disabled};
   *     {@code video-in-trash}; {@code video-deleted}; {@code video-replaced}; {@code
   *     object-missing}; {@code video-rejected}
   */
  @Transactional
  public MediaJobView request(String videoId) {
    var video = videos.requireManaged(videoId);
    requireProcessable(video);
    var existing = findAndLock(videoId);
    if (existing.isPresent() && !existing.get().state.isEnded()) {
      return of(videoId);
    }
    var hasFailed = existing.filter(MediaJob::hasFailed).isPresent();
    if (!hasFailed && !caller.isAdmin()) {
      throw new ProblemException(
          ErrorCode.FORBIDDEN, "Only administrators can have a video processed again.");
    }
    var priority = video.isProcessing() ? JobPriority.UPLOAD : JobPriority.REQUESTED;
    queue.queue(video, JobKind.PROBE, priority, caller.getName());
    audit.record(caller.getName(), "processing.requested", videoId, null);
    return of(videoId);
  }

  /**
   * Dismisses the dead job of a video, also of a deleted one, so that it no longer counts as a
   * problem. Does nothing if the job isn't dead.
   *
   * @throws ProblemException {@code not-found} if there is no such video, or it has no job
   */
  @Transactional
  public MediaJobView dismiss(String videoId) {
    // The video is locked before the job wherever both are locked, to avoid deadlocks.
    var job = Video.findAndLock(videoId).flatMap(video -> findAndLock(video.id()));
    if (job.isEmpty()) {
      throw new ProblemException(ErrorCode.NOT_FOUND, "There is no media job of this video.");
    }
    if (job.get().state == JobState.DEAD) {
      job.get().dismiss();
      audit.record(caller.getName(), "processing.dismissed", videoId, job.get().problem);
    }
    entities.flush();
    return of(videoId);
  }

  private static Optional<MediaJob> findAndLock(String videoId) {
    return MediaJob.findAndLock(videoId, JobKind.PROBE);
  }

  private void requireProcessable(Video video) {
    if (!config.enabled()) {
      throw new ProblemException(
          ErrorCode.PROCESSING_DISABLED,
          "An administrator can switch it on with SLIPWAY_PROCESSING_ENABLED.");
    }
    video.deletion().requireNotInTrash();
    if (!video.isCurrent()) {
      throw new ProblemException(ErrorCode.VIDEO_REPLACED, "Its object is no longer in the store.");
    }
    if (video.isMissing() || !video.bucket().equals(bucket)) {
      throw new ProblemException(
          ErrorCode.OBJECT_MISSING, "It can be processed when its object is in the store again.");
    }
    if (video.isRejected()) {
      throw new ProblemException(
          ErrorCode.VIDEO_REJECTED, "A rejection is final. Upload a corrected file.");
    }
  }
}
