package dev.slipway.catalogue.bulkjob;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog.Cause;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.bulkjob.ItemResult.Outcome;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A bulk job, and how far it is. Its methods are its transitions; the row must be locked. */
@Entity
class BulkJob extends PanacheEntityBase {
  /** Videos from which a rate follows. */
  private static final long MIN_SAMPLE = 200;

  /** Some minutes of trying, with the delays between. */
  private static final int MAX_FAILURES = 8;

  private static final Duration RETRY_DELAY = Duration.ofSeconds(10);

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  @Enumerated(EnumType.STRING)
  BulkAction action;

  /** The new visibility or owner; null for other actions. */
  String parameter;

  /** The query string that selects the videos; null if they were named. */
  String filter;

  /** The job that this one undoes; null if it undoes none. */
  Long undoOf;

  /** Limits the job to the videos of this account; null for all accounts. */
  String onlyOwner;

  /** The account that began the job or was the last one to resume it. */
  String requestedBy;

  /** The network address that the request came from; null if it is not known. */
  String requestedFrom;

  Instant requestedAt;

  @Enumerated(EnumType.STRING)
  BulkJobState state;

  /** Whether all items are known. */
  boolean collected;

  /** The position after which the collection continues; null at the beginning. */
  String collectedUntil;

  /** The id of the last video that was worked on; empty at the beginning. */
  String position = "";

  long matched;
  long changed;
  long skipped;
  long failed;

  /** When the job began or continued to change videos; null before. */
  Instant runningSince;

  /** How many videos it had worked on before. */
  long doneBefore;

  /** The random id of the current lease; each claim writes a new one. */
  String holder;

  Instant leaseUntil;

  /** Steps in succession that failed. */
  int failures;

  Instant progressedAt;
  Instant endedAt;

  /** Why the job could not continue, for people. */
  String problem;

  protected BulkJob() {}

  /**
   * Who begins or resumes a job.
   *
   * @param address the network address of the request; null if it is not known
   */
  record Requester(String account, String address) {
    static Requester of(CurrentAccount caller) {
      return new Requester(caller.getName(), caller.address().text());
    }
  }

  private BulkJob(
      BulkAction action, String parameter, String onlyOwner, Requester requester, Instant now) {
    this.action = action;
    this.parameter = parameter;
    this.onlyOwner = onlyOwner;
    this.requestedBy = requester.account();
    this.requestedFrom = requester.address();
    this.requestedAt = now;
    this.leaseUntil = now;
    this.progressedAt = now;
    this.state = BulkJobState.COLLECTING;
  }

  /** A new job, whose videos are to be collected. */
  static BulkJob of(BulkJobRequest request, Requester requester, Instant now) {
    var job =
        new BulkJob(request.action(), request.parameter(), request.onlyOwner(), requester, now);
    // It is read in several steps, in which "the last 7 days" must mean the same.
    job.filter = request.filter() == null ? null : request.filter().resolvedAt(now).query();
    return job;
  }

  /** A new job that undoes another one. */
  static BulkJob newUndoOf(BulkJob other, Requester requester, Instant now) {
    var job = new BulkJob(other.action, other.parameter, other.onlyOwner, requester, now);
    job.undoOf = other.id;
    return job;
  }

  static Optional<BulkJob> findAndLock(long id) {
    return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
  }

  /** Finds and locks a job, if a claim is still its latest one and nobody has stopped the job. */
  static Optional<BulkJob> findClaimed(Claim claim) {
    return findAndLock(claim.jobId())
        .filter(job -> job.state.isOpen() && claim.holder().equals(job.holder));
  }

  /** Begins a lease, during which no other worker works on the job. */
  Claim claim(String newHolder, Instant until) {
    holder = newHolder;
    leaseUntil = until;
    return new Claim(id, newHolder);
  }

  /** Ends the lease at a time, at once or after a delay. */
  void release(Instant until) {
    holder = null;
    leaseUntil = until;
  }

  /** Records a step that succeeded, and extends the lease. */
  void recordStep(Instant now, Instant newLeaseUntil) {
    progressedAt = now;
    leaseUntil = newLeaseUntil;
    failures = 0;
    problem = null;
  }

  /** Records a failed step: the job is tried again after a delay, and after the last one fails. */
  void recordFailure(String reason, Instant now) {
    failures++;
    problem = reason;
    if (failures < MAX_FAILURES) {
      release(now.plus(RETRY_DELAY.multipliedBy(failures)));
    } else {
      end(BulkJobState.FAILED, reason, now);
    }
  }

  /** Records that some of the items are known. */
  void recordCollected(long added, String until, Instant now) {
    matched += added;
    collectedUntil = until;
    if (until == null) {
      collected = true;
      startChanging(now);
    }
  }

  /** Counts named videos that the job can't change, because the owner has no such videos. */
  void countUnknown(long videos) {
    matched += videos;
    failed += videos;
  }

  private void startChanging(Instant now) {
    state = BulkJobState.RUNNING;
    runningSince = now;
    doneBefore = done();
  }

  /** Records what was done with the next video. */
  void recordOutcome(String videoId, Outcome outcome) {
    position = videoId;
    switch (outcome) {
      case CHANGED -> changed++;
      case SKIPPED -> skipped++;
      case FAILED -> failed++;
    }
  }

  void end(BulkJobState ended, String reason, Instant now) {
    state = ended;
    problem = reason;
    endedAt = now;
    release(now);
  }

  /** Continues the job on behalf of its owner or an administrator. */
  void resume(Requester requester, Instant now) {
    requestedBy = requester.account();
    requestedFrom = requester.address();
    state = BulkJobState.COLLECTING;
    if (collected) {
      startChanging(now);
    }
    problem = null;
    endedAt = null;
    failures = 0;
    progressedAt = now;
    leaseUntil = now;
  }

  /** Whether the job and its items are being deleted, or will be soon. */
  boolean isExpired(Duration keep, Instant now) {
    return endedAt != null && !endedAt.plus(keep).isAfter(now);
  }

  /** Whether the job may change a video. */
  boolean covers(Video video) {
    return onlyOwner == null || onlyOwner.equals(video.owner());
  }

  /** How many videos the job has worked on. */
  long done() {
    return changed + skipped + failed;
  }

  /** How long the job will still run at its rate until now; empty if that can't be told yet. */
  Optional<Duration> remaining() {
    var done = done() - doneBefore;
    if (state != BulkJobState.RUNNING || runningSince == null || done < MIN_SAMPLE) {
      return Optional.empty();
    }
    var elapsed = Duration.between(runningSince, progressedAt);
    return Optional.of(elapsed.multipliedBy(matched - done()).dividedBy(done));
  }

  /** Why the videos of the job are changed, for the audit log. */
  Cause cause() {
    return new Cause("bulk job #" + id, requestedFrom);
  }

  /** Describes the job for people. */
  String describe() {
    var what = parameter == null ? action.label() : action.label() + " to " + parameter;
    return undoOf == null ? what : "Undo of job %d: %s".formatted(undoOf, what);
  }

  /**
   * A worker's exclusive right to work on a job. It expires unless it is extended.
   *
   * @param holder the random id of this claim
   */
  record Claim(long jobId, String holder) {}
}
