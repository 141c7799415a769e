package dev.slipway.processing;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.bulkjob.VideoReprocessing;
import dev.slipway.processing.work.JobKind;
import dev.slipway.storage.ObjectStore;
import dev.slipway.web.Page;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;

/** What people can do with media jobs: list them, repeat them, and dismiss dead ones. */
@Named("mediaJobs")
@ApplicationScoped
public class MediaJobs implements VideoReprocessing {
  public static final int MAX_PAGE_SIZE = 100;

  private final EntityManager entities;
  private final JobBacklog backlog;
  private final JobQueue queue;
  private final JobHandlers handlers;
  private final ProcessingConfig config;
  private final Videos videos;
  private final CurrentAccount caller;
  private final AuditLog audit;
  private final String bucket;

  MediaJobs(
      EntityManager entities,
      JobBacklog backlog,
      JobQueue queue,
      JobHandlers handlers,
      ProcessingConfig config,
      Videos videos,
      CurrentAccount caller,
      AuditLog audit,
      ObjectStore store) {
    this.entities = entities;
    this.backlog = backlog;
    this.queue = queue;
    this.handlers = handlers;
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
   * @param kind null for all kinds
   * @param after the {@code next} of the previous page; null for the first page
   */
  @Transactional
  public MediaJobPage findPage(JobState state, JobKind kind, Long after, int limit) {
    return MediaJobPage.of(
        backlog.count(), MediaJobView.find(entities, state, kind, after, limit + 1), limit);
  }

  /** Counts the jobs that wait, run, and failed too often, up to 100,000 each. */
  @Transactional
  public MediaJobPage.Counts count() {
    return MediaJobPage.countsOf(backlog.count());
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
   * The job that probes a video, for the page of the video.
   *
   * @return null if it has none
   */
  @Transactional
  public MediaJobView of(String videoId) {
    return view(videoId, JobKind.PROBE);
  }

  /**
   * The job that makes the renditions of a video, for the page of the video.
   *
   * @return null if it has none
   */
  @Transactional
  public MediaJobView renditionsOf(String videoId) {
    return view(videoId, JobKind.RENDITIONS);
  }

  /** The jobs of a video, in the order of their kinds. */
  @Transactional
  public List<MediaJobView> listOf(String videoId) {
    return MediaJobView.findAllOfVideo(entities, videoId);
  }

  /**
   * Has a video processed again. Without a kind, all failed jobs are repeated, or, for
   * administrators, the probe if none has failed, to read the format again. With a kind, this job
   * is repeated if it has failed, and for administrators in any case. Jobs that are queued or
   * running stay as they are.
   *
   * @param kind null for all failed jobs
   * @return the first of these jobs
   * @throws ProblemException {@code not-found}, {@code forbidden}; {@code processing-disabled},
   *     also if this kind of job is; {@code video-in-trash}; {@code video-deleted}; {@code
   *     video-replaced}; {@code object-missing}; {@code video-rejected}; {@code video-not-playable}
   *     if a job is requested that needs a ready video
   */
  @Transactional
  public MediaJobView request(String videoId, JobKind kind) {
    var video = videos.requireManaged(videoId);
    requireProcessable(video);
    var kinds = kind == null ? findFailed(videoId) : List.of(kind);
    requireOneEnabled(kinds);
    if (kinds.isEmpty()) {
      kinds = List.of(JobKind.PROBE);
    }
    kinds = kinds.stream().filter(this::isEnabled).toList();
    kinds.forEach(each -> requireRepeatable(video, each));
    kinds.forEach(each -> request(video, each, caller.getName()));
    return view(videoId, kinds.get(0));
  }

  @Override
  public boolean repeatFailed(Video video, String account) {
    requireProcessable(video);
    var kinds = findFailed(video.id());
    requireOneEnabled(kinds);
    return requestAll(video, kinds.stream().filter(this::isEnabled).toList(), account);
  }

  @Override
  public boolean probeAgain(Video video, String account) {
    requireProcessable(video);
    return requestAll(video, List.of(JobKind.PROBE), account);
  }

  /** Returns whether any of the jobs was neither queued nor running. */
  private boolean requestAll(Video video, List<JobKind> kinds, String account) {
    kinds.forEach(kind -> requireReadyFor(video, kind));
    return kinds.stream().filter(kind -> request(video, kind, account)).count() > 0;
  }

  private boolean isEnabled(JobKind kind) {
    return handlers.of(kind).isEnabled();
  }

  /** A job of a kind that is switched off would wait for ever. */
  private void requireOneEnabled(List<JobKind> kinds) {
    if (!kinds.isEmpty() && kinds.stream().noneMatch(this::isEnabled)) {
      throw new ProblemException(
          ErrorCode.PROCESSING_DISABLED,
          "An administrator can switch it on with SLIPWAY_%s_ENABLED."
              .formatted(kinds.get(0).name()));
    }
  }

  private void requireRepeatable(Video video, JobKind kind) {
    requireReadyFor(video, kind);
    var mayRequest =
        MediaJob.findAndLock(video.id(), kind)
            .filter(job -> job.hasFailed() || !job.state.isEnded())
            .isPresent();
    if (!mayRequest && !caller.isAdmin()) {
      throw new ProblemException(
          ErrorCode.FORBIDDEN, "Only administrators can have a video processed again.");
    }
  }

  private static void requireReadyFor(Video video, JobKind kind) {
    if (kind != JobKind.PROBE && !video.isReady()) {
      throw new ProblemException(
          ErrorCode.VIDEO_NOT_PLAYABLE, "This job needs a video that is ready.");
    }
  }

  /** Queues a job, unless it is queued or running; returns whether it was not. */
  private boolean request(Video video, JobKind kind, String account) {
    if (MediaJob.findAndLock(video.id(), kind).filter(job -> !job.state.isEnded()).isPresent()) {
      return false;
    }
    var priority = video.isProcessing() ? JobPriority.UPLOAD : JobPriority.REQUESTED;
    var job = queue.queue(video, kind, priority, account);
    audit.record(account, "processing.requested", video.id(), JobQueue.auditDetail(job, null));
    return true;
  }

  /**
   * Dismisses dead jobs of a video, also of a deleted one, so that they no longer count as a
   * problem. Does nothing to a job that isn't dead.
   *
   * @param kind null for all dead jobs
   * @return the first of these jobs
   * @throws ProblemException {@code not-found} if there is no such video, or it has no such job
   */
  @Transactional
  public MediaJobView dismiss(String videoId, JobKind kind) {
    // The video is locked before the job wherever both are locked, to avoid deadlocks.
    var video = Video.findAndLock(videoId);
    var kinds = kind == null ? findFailed(videoId) : List.of(kind);
    var shown = kinds.isEmpty() ? JobKind.PROBE : kinds.get(0);
    if (video.flatMap(found -> MediaJob.findAndLock(found.id(), shown)).isEmpty()) {
      throw new ProblemException(ErrorCode.NOT_FOUND, "There is no such media job of this video.");
    }
    for (var each : kinds) {
      MediaJob.findAndLock(videoId, each)
          .filter(job -> job.state == JobState.DEAD)
          .ifPresent(this::dismiss);
    }
    entities.flush();
    return view(videoId, shown);
  }

  private void dismiss(MediaJob job) {
    job.dismiss();
    audit.record(
        caller.getName(),
        "processing.dismissed",
        job.videoId,
        JobQueue.auditDetail(job, job.problem));
  }

  /** The kinds of the jobs of a video that failed too often, in their order. */
  private static List<JobKind> findFailed(String videoId) {
    return MediaJob.<MediaJob>list("videoId", videoId).stream()
        .filter(MediaJob::hasFailed)
        .map(job -> job.kind)
        .sorted()
        .toList();
  }

  private MediaJobView view(String videoId, JobKind kind) {
    return MediaJobView.findOfVideo(entities, videoId, kind).orElse(null);
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

  /**
   * One page of media jobs, newest first, and how many there are in all.
   *
   * @param next the parameter {@code after} of the next page; null on the last page
   */
  public record MediaJobPage(Counts counts, List<MediaJobView> items, Long next) {
    /**
     * @param found up to one item more than the limit, which shows that there is a next page
     */
    static MediaJobPage of(JobBacklog.Counts counts, List<MediaJobView> found, int limit) {
      var page = Page.of(found, limit, MediaJobView::id);
      return new MediaJobPage(countsOf(counts), page.items(), page.next());
    }

    static Counts countsOf(JobBacklog.Counts counts) {
      return new Counts(
          counts.queued().value(),
          counts.queued().isExact(),
          counts.running().value(),
          counts.running().isExact(),
          counts.dead().value(),
          counts.dead().isExact());
    }

    /**
     * How many jobs wait, run, and failed too often, at most 100,000 each.
     *
     * @param queuedIsExact whether there are no more than these; the same of the others
     */
    public record Counts(
        long queued,
        boolean queuedIsExact,
        long running,
        boolean runningIsExact,
        long dead,
        boolean deadIsExact) {}
  }
}
