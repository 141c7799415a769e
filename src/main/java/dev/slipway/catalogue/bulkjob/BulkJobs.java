package dev.slipway.catalogue.bulkjob;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.bulkjob.BulkJob.Requester;
import dev.slipway.web.Page;
import dev.slipway.web.database.Locks;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Begins, stops, resumes and undoes bulk jobs, each in one transaction. Creators can access only
 * their own; other ids are not found. Callers check the role.
 */
@ApplicationScoped
@Transactional
public class BulkJobs {
  public static final int MAX_PAGE_SIZE = 100;

  /** One request at a time begins a job, so that no two exceed the limit together. */
  private static final String LOCK = "bulk jobs";

  private final BulkJobItems items;
  private final BulkJobConfig config;
  private final EntityManager entities;
  private final CurrentAccount caller;
  private final AuditLog audit;
  private final Event<BulkJobQueue.Opened> opened;
  private final Clock clock;

  BulkJobs(
      BulkJobItems items,
      BulkJobConfig config,
      EntityManager entities,
      CurrentAccount caller,
      AuditLog audit,
      Event<BulkJobQueue.Opened> opened,
      Clock clock) {
    this.items = items;
    this.config = config;
    this.entities = entities;
    this.caller = caller;
    this.audit = audit;
    this.opened = opened;
    this.clock = clock;
  }

  /**
   * Begins a job. Workers perform it in the background.
   *
   * @throws ProblemException {@code invalid-request}; {@code forbidden} for an action that only
   *     administrators can begin; {@code bulk-job-limit}
   */
  public BulkJobView begin(BulkJobInput input) {
    var request =
        BulkJobRequest.parse(input, caller.getName(), caller.isAdmin() ? null : caller.getName());
    requireBelowLimit(request.onlyOwner());
    var job = BulkJob.of(request, Requester.of(caller), clock.instant());
    job.persistAndFlush();
    if (request.filter() == null) {
      job.recordCollected(addNamed(job, request.ids()), null, clock.instant());
    }
    record("bulk.began", job, job.describe() + ", " + describeVideos(request));
    opened.fire(new BulkJobQueue.Opened(job.id));
    return view(job);
  }

  /** Whether videos can be given to an account: it exists, and may upload. */
  public boolean canOwnVideos(String account) {
    return BulkJobRequest.canOwnVideos(account.strip());
  }

  /** Videos of others are only counted, as if they didn't exist. */
  private long addNamed(BulkJob job, List<String> ids) {
    if (job.onlyOwner == null) {
      return items.add(job.id, ids);
    }
    var added = items.addOwn(job.id, ids, job.onlyOwner);
    job.countUnknown(ids.size() - added);
    return added;
  }

  /**
   * Stops a job after the videos that are being changed now. Does nothing to a job that has ended.
   *
   * @throws ProblemException {@code not-found}
   */
  public BulkJobView stop(long id) {
    var job = requireLocked(id);
    if (job.state.isOpen()) {
      job.end(BulkJobState.STOPPED, null, clock.instant());
      record("bulk.stopped", job, "after %,d of %,d videos".formatted(job.done(), job.matched));
    }
    return view(job);
  }

  /**
   * Continues a job that was stopped or has failed, on behalf of the caller. Does nothing to an
   * open one.
   *
   * @throws ProblemException {@code not-found}; {@code bulk-job-ended} if it is done, is being
   *     undone or is to be deleted; {@code bulk-job-limit}
   */
  public BulkJobView resume(long id) {
    var job = requireLocked(id);
    if (job.state.isOpen()) {
      return view(job);
    }
    if (!view(job).resumable()) {
      throw new ProblemException(
          ErrorCode.BULK_JOB_ENDED,
          "A job can be resumed if it was stopped or has failed, unless it was undone or has"
              + " expired.");
    }
    requireBelowLimit(job.onlyOwner);
    var former = job.requestedBy;
    job.resume(Requester.of(caller), clock.instant());
    record("bulk.resumed", job, former.equals(caller.getName()) ? null : "instead of " + former);
    opened.fire(new BulkJobQueue.Opened(job.id));
    return view(job);
  }

  /**
   * Begins a job that changes back what another one has changed, unless it was changed again.
   *
   * @throws ProblemException {@code not-found}; {@code bulk-job-not-undoable}; {@code
   *     bulk-job-limit}
   */
  public BulkJobView undo(long id) {
    var job = requireLocked(id);
    if (!view(job).undoable()) {
      throw new ProblemException(
          ErrorCode.BULK_JOB_NOT_UNDOABLE,
          "Deletions and changes of visibility or owner can be undone once, after the job has ended"
              + " or was stopped, until it expires.");
    }
    requireBelowLimit(job.onlyOwner);
    var undo = BulkJob.newUndoOf(job, Requester.of(caller), clock.instant());
    undo.persistAndFlush();
    record("bulk.undone", job, "by job " + undo.id);
    record("bulk.began", undo, undo.describe());
    opened.fire(new BulkJobQueue.Opened(undo.id));
    return view(undo);
  }

  /**
   * @throws ProblemException {@code not-found}
   */
  public BulkJobView require(long id) {
    return BulkJob.<BulkJob>findByIdOptional(id)
        .filter(this::isVisible)
        .map(this::view)
        .orElseThrow(BulkJobs::notFound);
  }

  /**
   * A page of the jobs that the caller knows of, newest first.
   *
   * @param before the {@code next} of the previous page; null for the first page
   */
  public Page<BulkJobView, Long> findNewest(Long before, int size) {
    var end = before == null ? Long.valueOf(Long.MAX_VALUE) : before;
    var found =
        (caller.isAdmin()
                ? BulkJob.<BulkJob>find("id < ?1 order by id desc", end)
                : BulkJob.<BulkJob>find(
                    "id < ?1 and onlyOwner = ?2 order by id desc", end, caller.getName()))
            .page(0, size + 1)
            .list();
    var undoneBy = findUndoing(found.stream().map(job -> job.id).toList());
    return Page.of(found, size, job -> job.id).map(job -> view(job, undoneBy.get(job.id)));
  }

  /**
   * A page of the videos that a job did not change although they were not as requested.
   *
   * @param after the {@code next} of the previous page; null for the first page
   * @throws ProblemException {@code not-found}
   */
  public Page<BulkJobFailure, String> findFailures(long id, String after, int size) {
    require(id);
    return items.findFailures(id, after, size);
  }

  private BulkJobView view(BulkJob job) {
    return view(job, findUndoing(List.of(job.id)).get(job.id));
  }

  private BulkJobView view(BulkJob job, BulkJob undo) {
    return BulkJobView.of(job, undo, job.isExpired(config.keep(), clock.instant()));
  }

  /** The jobs that undo others, by the id of those. */
  private static Map<Long, BulkJob> findUndoing(List<Long> ids) {
    return ids.isEmpty()
        ? Map.of()
        : BulkJob.<BulkJob>stream("undoOf in ?1", ids)
            .collect(Collectors.toMap(undo -> undo.undoOf, Function.identity()));
  }

  /**
   * Administrators and creators have a limit each, so that neither group keeps the other from
   * beginning a job.
   *
   * @param onlyOwner the account whose videos the job changes; null for an administrator's
   */
  private void requireBelowLimit(String onlyOwner) {
    Locks.lockName(entities, LOCK);
    var isOfOwner = onlyOwner != null;
    if (isOfOwner && BulkJob.count("endedAt is null and onlyOwner = ?1", onlyOwner) > 0) {
      throw new ProblemException(
          ErrorCode.BULK_JOB_LIMIT,
          "Another bulk job of this account is running. Wait until it has ended, or stop it.");
    }
    var running =
        BulkJob.count("endedAt is null and onlyOwner is " + (isOfOwner ? "not null" : "null"));
    if (running >= config.maxRunning()) {
      throw new ProblemException(
          ErrorCode.BULK_JOB_LIMIT,
          isOfOwner
              ? "Creators' bulk jobs have reached the limit of %d. Try again when one has ended."
                  .formatted(running)
              : "%d bulk jobs are running. Wait until one has ended, or stop one."
                  .formatted(running));
    }
  }

  private boolean isVisible(BulkJob job) {
    return caller.isAdmin() || caller.getName().equals(job.onlyOwner);
  }

  private void record(String action, BulkJob job, String detail) {
    audit.record(caller.getName(), action, job.id.toString(), detail);
  }

  private static String describeVideos(BulkJobRequest request) {
    if (request.filter() == null) {
      var count = request.ids().size();
      return count == 1 ? "1 selected video" : "%,d selected videos".formatted(count);
    }
    var query = request.filter().query();
    return query.isEmpty() ? "all videos" : "videos with " + query;
  }

  private BulkJob requireLocked(long id) {
    return BulkJob.findAndLock(id).filter(this::isVisible).orElseThrow(BulkJobs::notFound);
  }

  private static ProblemException notFound() {
    return new ProblemException(ErrorCode.NOT_FOUND, "There is no such bulk job.");
  }
}
