package dev.slipway.processing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;

/** Counts the jobs that have not ended, and the dead ones. Each count reads an index. */
@ApplicationScoped
class JobBacklog {
  private final EntityManager entities;

  JobBacklog(EntityManager entities) {
    this.entities = entities;
  }

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Counts count() {
    var row =
        entities
            .createQuery(
                "select count(*), coalesce(sum(case when state = RUNNING then 1 else 0 end), 0),"
                    + " min(case when priority > 0 then queuedAt else null end)"
                    + " from MediaJob where state in (QUEUED, RUNNING)",
                Object[].class)
            .getSingleResult();
    var unfinished = (Long) row[0];
    var running = ((Number) row[1]).longValue();
    return new Counts(
        unfinished - running, running, MediaJob.count("state = DEAD"), (Instant) row[2]);
  }

  /**
   * @param oldestQueuedAt when the oldest unfinished job was queued that isn't a backfill, or null
   */
  record Counts(long queued, long running, long dead, Instant oldestQueuedAt) {}
}
