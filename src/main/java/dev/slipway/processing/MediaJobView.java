package dev.slipway.processing;

import dev.slipway.catalogue.Rejection;
import dev.slipway.catalogue.VideoStatus;
import dev.slipway.processing.work.JobKind;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A media job as the API and the pages show it.
 *
 * @param title of the video
 * @param owner the account's name; null if another tool stored the object
 * @param videoStatus of the video now
 * @param rejection the stable code of the reason; null unless the video is rejected
 * @param kind one of {@link JobKind} in lower case
 * @param state one of {@link JobState}
 * @param step what the running attempt does; null unless it runs
 * @param percent the share of the step that is done, from 0 to 100; null if it isn't known
 * @param failedAttempts of this run; outages don't count
 * @param problem why it is dead, or why the last attempt did not finish; usually null
 * @param worker the process of the latest attempt; null before the first one
 * @param dismissed whether an administrator dismissed the job after it was dead
 * @param requestedBy the account that requested it; null if the application did
 * @param startedAt of the latest attempt; null before the first one
 * @param endedAt null unless it is done or dead
 * @param nextAttemptAt null unless it is queued
 */
public record MediaJobView(
    long id,
    String videoId,
    String title,
    String owner,
    String videoStatus,
    String rejection,
    String kind,
    String state,
    String step,
    Integer percent,
    int failedAttempts,
    String problem,
    String worker,
    boolean dismissed,
    String requestedBy,
    Instant queuedAt,
    Instant startedAt,
    Instant endedAt,
    Instant nextAttemptAt) {
  private static final String QUERY =
      "select new dev.slipway.processing.MediaJobView(j, v.title, v.owner, v.status, v.rejection)"
          + " from MediaJob j join Video v on v.id = j.videoId where ";

  MediaJobView(MediaJob job, String title, String owner, VideoStatus status, Rejection rejection) {
    this(
        job.id,
        job.videoId,
        title,
        owner,
        status.name(),
        rejection == null ? null : rejection.code(),
        job.kind.lowerCaseName(),
        job.state.name(),
        job.step,
        job.percent,
        job.failures,
        job.problem,
        job.worker,
        job.dismissed,
        job.requestedBy,
        job.queuedAt,
        job.startedAt,
        job.endedAt,
        job.nextAttemptAt);
  }

  /** What the job does, in a word for people. */
  public String kindTitle() {
    return JobKind.valueOf(kind.toUpperCase(Locale.ROOT)).title();
  }

  /** Whether the job decides if its video can be played. */
  public boolean probe() {
    return kind.equals(JobKind.PROBE.lowerCaseName());
  }

  /** Whether the job failed too often, so that it can be retried. */
  public boolean dead() {
    return state.equals(JobState.DEAD.name());
  }

  /** Whether a dead job can be retried: not if its video was rejected or deleted since. */
  public boolean retryable() {
    return dead()
        && !videoStatus.equals(VideoStatus.REJECTED.name())
        && !videoStatus.equals(VideoStatus.DELETED.name());
  }

  /** Whether the job ended without a result, because its object was replaced or removed. */
  public boolean skipped() {
    return state.equals(JobState.DONE.name()) && problem != null && !dismissed;
  }

  /** The state as pages name it, which tell apart how a job without a result has ended. */
  public String shownState() {
    if (skipped()) {
      return "SKIPPED";
    }
    return dismissed && state.equals(JobState.DONE.name()) ? "DISMISSED" : state;
  }

  /** Whether the job failed too often, dismissed or not, so that the video's owner can retry it. */
  public boolean failed() {
    return dead() || dismissed;
  }

  /**
   * The jobs that were queued first for the first time come last.
   *
   * @param state null for all states
   * @param kind null for all kinds
   * @param before the lowest id of the previous page; null for the first page
   */
  static List<MediaJobView> find(
      EntityManager entities, JobState state, JobKind kind, Long before, int limit) {
    // The state is a literal, so that the index can be used.
    var condition =
        (state == null ? "" : "j.state = " + state + " and ")
            + (kind == null ? "" : "j.kind = " + kind + " and ");
    return entities
        .createQuery(QUERY + condition + "j.id < :before order by j.id desc", MediaJobView.class)
        .setParameter("before", before == null ? Long.MAX_VALUE : before)
        .setMaxResults(limit)
        .getResultList();
  }

  static List<MediaJobView> findAllOfVideo(EntityManager entities, String videoId) {
    return entities
        .createQuery(QUERY + "j.videoId = :video", MediaJobView.class)
        .setParameter("video", videoId)
        .getResultStream()
        .sorted(Comparator.comparing(job -> JobKind.valueOf(job.kind.toUpperCase(Locale.ROOT))))
        .toList();
  }

  static Optional<MediaJobView> findOfVideo(EntityManager entities, String videoId, JobKind kind) {
    return entities
        .createQuery(QUERY + "j.videoId = :video and j.kind = " + kind, MediaJobView.class)
        .setParameter("video", videoId)
        .getResultStream()
        .findFirst();
  }
}
