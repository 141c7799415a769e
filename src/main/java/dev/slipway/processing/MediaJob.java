package dev.slipway.processing;

import dev.slipway.processing.work.JobKind;
import dev.slipway.web.SafeText;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The state of what is done with the file of a video. */
@Entity
class MediaJob extends PanacheEntityBase {
  private static final int MAX_PROBLEM_LENGTH = 1000;

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  String videoId;

  @Enumerated(EnumType.STRING)
  JobKind kind;

  /** How often the job was queued. An entry of the schedule belongs to one run. */
  int run;

  /** See {@link JobPriority}. */
  int priority;

  /** The account that the video belonged to when the job was queued; null if it had none. */
  String owner;

  @Enumerated(EnumType.STRING)
  JobState state;

  /** Failed attempts of this run, without those that only met an outage. */
  int failures;

  /** The number of latest attempts without a result, because the process ended. */
  int interruptions;

  /** All attempts ever started; identifies the latest one. */
  int attempts;

  /** What the running attempt does, in words for people; null if it doesn't run. */
  String step;

  /** The share of the step that is done, from 0 to 100; null if it isn't known. */
  Integer percent;

  /** Why the job is dead, or why the last attempt did not finish; otherwise null. */
  String problem;

  /** The process of the latest attempt; null before the first one. */
  String worker;

  /** The account that requested the run; null if the application did. */
  String requestedBy;

  /** Whether an administrator dismissed the dead job; the application doesn't queue it again. */
  boolean dismissed;

  Instant queuedAt;
  Instant startedAt;
  Instant endedAt;

  /** When the next attempt is due; null unless the job is queued. */
  Instant nextAttemptAt;

  protected MediaJob() {}

  static MediaJob create(String videoId, JobKind kind) {
    var job = new MediaJob();
    job.videoId = videoId;
    job.kind = kind;
    return job;
  }

  /** Finds the job of a video and locks its row until the transaction ends. */
  static Optional<MediaJob> findAndLock(String videoId, JobKind kind) {
    return MediaJob.<MediaJob>find("videoId = ?1 and kind = ?2", videoId, kind)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  /** Finds the kinds of a video's jobs that ended because nothing was left to do. */
  static List<JobKind> findKindsWithoutResult(String videoId) {
    return getEntityManager()
        .createQuery(
            "select kind from MediaJob where videoId = ?1 and state = DONE"
                + " and problem is not null and not dismissed",
            JobKind.class)
        .setParameter(1, videoId)
        .getResultList();
  }

  /** Queues the next run. */
  void queue(JobPriority next, String videoOwner, String account, Instant now) {
    run++;
    priority = next.value();
    owner = videoOwner;
    state = JobState.QUEUED;
    failures = 0;
    interruptions = 0;
    problem = null;
    dismissed = false;
    requestedBy = account;
    queuedAt = now;
    startedAt = null;
    endedAt = null;
    nextAttemptAt = now;
  }

  /** Begins an attempt. */
  Claim start(String process, Instant now) {
    attempts++;
    interruptions++;
    state = JobState.RUNNING;
    worker = process;
    startedAt = now;
    nextAttemptAt = null;
    return new Claim(id, videoId, kind, run, attempts);
  }

  /** Whether a claim is the latest one, and has not ended. */
  boolean isClaimedBy(Claim claim) {
    return state == JobState.RUNNING && run == claim.run() && attempts == claim.attempt();
  }

  boolean isFirstAttempt() {
    return attempts == 1;
  }

  void report(String nextStep, Integer share) {
    step = nextStep;
    percent = share;
  }

  /**
   * Ends the job.
   *
   * @param reason for people, or null
   */
  void end(JobState end, String reason, Instant now) {
    endAttempt(reason);
    state = end;
    endedAt = now;
    nextAttemptAt = null;
  }

  /** Whether the job failed too often, and was not queued again since. */
  boolean hasFailed() {
    return state == JobState.DEAD || dismissed;
  }

  /** Ends a dead job although its problem remains. The problem stays visible. */
  void dismiss() {
    state = JobState.DONE;
    dismissed = true;
  }

  /** Schedules another attempt without counting a failure. */
  void postpone(String reason, Instant at) {
    endAttempt(reason);
    state = JobState.QUEUED;
    nextAttemptAt = at;
  }

  private void endAttempt(String reason) {
    interruptions = 0;
    problem = reason == null ? null : storable(reason);
    step = null;
    percent = null;
  }

  private static String storable(String text) {
    var safe = SafeText.replaceControlCharacters(text);
    return safe.length() <= MAX_PROBLEM_LENGTH ? safe : safe.substring(0, MAX_PROBLEM_LENGTH);
  }

  /**
   * One attempt of a worker.
   *
   * @param run the run of the job that it belongs to
   * @param attempt its number among all attempts of the job
   */
  record Claim(long jobId, String videoId, JobKind kind, int run, int attempt) {}
}
