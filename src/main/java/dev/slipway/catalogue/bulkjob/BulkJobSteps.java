package dev.slipway.catalogue.bulkjob;

import dev.slipway.account.Account;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.bulkjob.BulkJob.Claim;
import dev.slipway.catalogue.bulkjob.BulkJobItems.Item;
import dev.slipway.catalogue.bulkjob.ItemResult.Outcome;
import dev.slipway.catalogue.listing.ListingFilter;
import dev.slipway.catalogue.listing.ListingFilter.Access;
import dev.slipway.catalogue.listing.VideoListing;
import dev.slipway.web.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The steps of a bulk job. Each is one transaction that locks the job's row, does a bounded amount
 * of work and records how far the job is. If the process dies, its step is rolled back and another
 * process continues, so every video is changed once.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class BulkJobSteps {
  /** Takes about 50 ms. */
  private static final int COLLECT_BATCH_SIZE = 5_000;

  /** The text that people see instead of an unexpected error. */
  static final String INTERNAL_ERROR =
      ErrorCode.INTERNAL_ERROR.title() + ". The log has the details.";

  private final BulkJobItems items;
  private final BulkOperations operations;
  private final VideoListing listing;
  private final AuditLog audit;
  private final BulkJobConfig config;
  private final Clock clock;

  BulkJobSteps(
      BulkJobItems items,
      BulkOperations operations,
      VideoListing listing,
      AuditLog audit,
      BulkJobConfig config,
      Clock clock) {
    this.items = items;
    this.operations = operations;
    this.listing = listing;
    this.audit = audit;
    this.config = config;
    this.clock = clock;
  }

  /**
   * The result of a step.
   *
   * @param isLast whether nothing is left to do: the job has ended, or another worker has it
   * @param outcomes how many videos were changed, skipped and failed
   */
  record Step(boolean isLast, Map<Outcome, Long> outcomes) {
    static final Step NOTHING_LEFT = new Step(true, Map.of());
  }

  /**
   * Collects some videos of the job, or works on some.
   *
   * @param batchSize how many videos to work on at most
   */
  Step advance(Claim claim, int batchSize) {
    var found = BulkJob.findClaimed(claim);
    if (found.isEmpty()) {
      return Step.NOTHING_LEFT;
    }
    var job = found.get();
    var obstacle = findObstacle(job);
    if (obstacle.isPresent()) {
      end(job, BulkJobState.FAILED, obstacle.get());
      return Step.NOTHING_LEFT;
    }
    var outcomes =
        job.collected ? audit.attribute(job.cause(), () -> work(job, batchSize)) : collect(job);
    job.recordStep(clock.instant(), clock.instant().plus(config.lease()));
    var isLast = job.collected && items.findNext(job, 1).isEmpty();
    if (isLast) {
      end(job, BulkJobState.DONE, null);
    }
    return new Step(isLast, outcomes);
  }

  /**
   * Records that the next video could not be changed, because of an error that no request would
   * expect.
   *
   * @return empty if the job is still collecting, or another worker has it
   */
  Optional<Step> failNext(Claim claim) {
    return BulkJob.findClaimed(claim)
        .filter(job -> job.collected)
        .map(
            job -> {
              var next = items.findNext(job, 1);
              return new Step(false, record(job, next, item -> ItemResult.failed(INTERNAL_ERROR)));
            });
  }

  /** Whether the videos of the job are still being collected, by this worker. */
  boolean isCollecting(Claim claim) {
    return BulkJob.findClaimed(claim).filter(job -> !job.collected).isPresent();
  }

  private Map<Outcome, Long> collect(BulkJob job) {
    if (job.undoOf != null) {
      var added = items.addChanged(job.id, job.undoOf, job.collectedUntil, COLLECT_BATCH_SIZE);
      job.recordCollected(added.count(), added.last(), clock.instant());
      return Map.of();
    }
    var page =
        listing.readIds(
            ListingFilter.parseQuery(Access.ownOrAll(job.onlyOwner), job.filter),
            job.collectedUntil,
            COLLECT_BATCH_SIZE);
    job.recordCollected(items.add(job.id, page.ids()), page.next(), clock.instant());
    return Map.of();
  }

  private Map<Outcome, Long> work(BulkJob job, int batchSize) {
    var next = items.findNext(job, batchSize);
    operations.lockBeforeVideos(job, next);
    var videos = lock(next);
    return record(
        job,
        next,
        item -> {
          var video = videos.get(item.videoId());
          if (video == null || !job.covers(video)) {
            return ItemResult.failed("There is no such video.");
          }
          return job.undoOf == null
              ? operations.apply(job, video)
              : operations.undo(job, video, item.formerValue(), item.newValue());
        });
  }

  /** In the order of their ids, so that jobs don't wait for each other in a circle. */
  private static Map<String, Video> lock(List<Item> batch) {
    if (batch.isEmpty()) {
      return Map.of();
    }
    return Video.<Video>find("id in ?1 order by id", batch.stream().map(Item::videoId).toList())
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .stream()
        .collect(Collectors.toMap(Video::id, Function.identity()));
  }

  private Map<Outcome, Long> record(
      BulkJob job, List<Item> batch, Function<Item, ItemResult> operation) {
    var results = new LinkedHashMap<String, ItemResult>();
    var outcomes = new EnumMap<Outcome, Long>(Outcome.class);
    for (var item : batch) {
      var result = operation.apply(item);
      results.put(item.videoId(), result);
      outcomes.merge(result.outcome(), 1L, Long::sum);
      job.recordOutcome(item.videoId(), result.outcome());
    }
    items.record(job.id, results);
    return outcomes;
  }

  /** Finds what an administrator has to change before the job can continue. */
  private static Optional<String> findObstacle(BulkJob job) {
    var requester = Account.<Account>findByIdOptional(job.requestedBy).filter(Account::isActive);
    if (requester.filter(account -> mayChange(account, job)).isEmpty()) {
      return Optional.of(
          job.onlyOwner == null
              ? "%s is no longer an administrator. Another administrator can resume the job."
                  .formatted(job.requestedBy)
              : "%s may no longer change videos. An administrator can resume the job."
                  .formatted(job.requestedBy));
    }
    // Locked, so that the account isn't removed while it gets videos.
    if (job.action == BulkAction.OWNER
        && job.undoOf == null
        && Account.lock(job.parameter).filter(Account::isActive).isEmpty()) {
      return Optional.of(
          "The account %s was disabled or removed. Begin a job with another owner."
              .formatted(job.parameter));
    }
    return Optional.empty();
  }

  private static boolean mayChange(Account account, BulkJob job) {
    return account.isAdmin() || account.mayUpload() && account.name.equals(job.onlyOwner);
  }

  private void end(BulkJob job, BulkJobState state, String reason) {
    job.end(state, reason, clock.instant());
    var isDone = state == BulkJobState.DONE;
    audit.record(
        AuditLog.SYSTEM,
        isDone ? "bulk.finished" : "bulk.failed",
        job.id.toString(),
        isDone
            ? "%,d changed, %,d skipped, %,d failed".formatted(job.changed, job.skipped, job.failed)
            : reason);
  }
}
