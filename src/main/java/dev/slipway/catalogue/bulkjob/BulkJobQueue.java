package dev.slipway.catalogue.bulkjob;

import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.bulkjob.BulkJob.Claim;
import dev.slipway.storage.RandomId;
import dev.slipway.web.database.Locks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * The open bulk jobs, shared by all replicas through the database. Each method is one transaction.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class BulkJobQueue {
  /** A job that a worker can claim as soon as the transaction is committed. */
  record Opened(long jobId) {}

  private final BulkJobConfig config;
  private final EntityManager entities;
  private final AuditLog audit;
  private final SecureRandom random;
  private final Clock clock;

  BulkJobQueue(
      BulkJobConfig config,
      EntityManager entities,
      AuditLog audit,
      SecureRandom random,
      Clock clock) {
    this.config = config;
    this.entities = entities;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
  }

  /** Claims the open job that no worker has and that has waited longest. */
  Optional<Claim> claim() {
    var now = clock.instant();
    return Locks.skipLocked(
            BulkJob.<BulkJob>find(
                "endedAt is null and leaseUntil <= ?1 order by progressedAt", now))
        .<BulkJob>firstResultOptional()
        .map(job -> job.claim(RandomId.random(random).value(), now.plus(config.lease())));
  }

  /** Gives the job back, so that other jobs have their turn. Any worker can continue it at once. */
  void release(Claim claim) {
    BulkJob.findClaimed(claim).ifPresent(job -> job.release(clock.instant()));
  }

  /** Records a failed step: the job is tried again after a delay, and some failures later fails. */
  void postpone(Claim claim, String reason) {
    BulkJob.findClaimed(claim)
        .ifPresent(
            job -> {
              job.recordFailure(reason, clock.instant());
              if (job.state == BulkJobState.FAILED) {
                audit.record(AuditLog.SYSTEM, "bulk.failed", job.id.toString(), reason);
              }
            });
  }

  /** How many jobs are open, and since when the one that has waited longest has not progressed. */
  BulkJobBacklog readBacklog() {
    var row =
        (Object[])
            entities
                .createQuery(
                    "select count(case when state = COLLECTING then 1 end),"
                        + " count(case when state = RUNNING then 1 end), min(progressedAt)"
                        + " from BulkJob where endedAt is null")
                .getSingleResult();
    return new BulkJobBacklog((Long) row[0], (Long) row[1], (Instant) row[2]);
  }

  /**
   * The open jobs.
   *
   * @param oldestProgress null without an open job
   */
  record BulkJobBacklog(long collecting, long running, Instant oldestProgress) {
    static final BulkJobBacklog EMPTY = new BulkJobBacklog(0, 0, null);
  }
}
