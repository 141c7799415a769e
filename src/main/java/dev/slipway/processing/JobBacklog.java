package dev.slipway.processing;

import dev.slipway.processing.work.JobLane;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/**
 * Counts the jobs that have not ended, and the dead ones, up to a maximum. Each count reads an
 * index.
 */
@ApplicationScoped
class JobBacklog {
  /** More jobs than this are all the same to people and alerts, and take long to count. */
  private static final int MAX_COUNT = 100_000;

  private final EntityManager entities;

  JobBacklog(EntityManager entities) {
    this.entities = entities;
  }

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Counts count() {
    // In the order of the index.
    var row =
        (Object[])
            entities
                .createNativeQuery(
                    "select count(*), count(*) filter (where state = 'RUNNING') from (select state"
                        + " from media_job where state in ('QUEUED', 'RUNNING')"
                        + " order by queued_at limit :max) j")
                .setParameter("max", MAX_COUNT)
                .getSingleResult();
    var unfinished = ((Number) row[0]).longValue();
    var running = ((Number) row[1]).longValue();
    return new Counts(
        unfinished - running, running, countDead(), findOldest(), findOldestUntaken());
  }

  /**
   * Counts the jobs that wait in a lane.
   *
   * @param max where counting ends
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  int countQueued(JobLane lane, int max) {
    return entities
        .createQuery("select id from MediaJob where state = QUEUED and kind in :kinds", Long.class)
        .setParameter("kinds", lane.kinds())
        .setMaxResults(max)
        .getResultList()
        .size();
  }

  private long countDead() {
    var count =
        (Number)
            entities
                .createNativeQuery(
                    "select count(*) from (select 1 from media_job where state = 'DEAD' limit :max)"
                        + " j")
                .setParameter("max", MAX_COUNT)
                .getSingleResult();
    return count.longValue();
  }

  /** The oldest job of hours that is due although none runs: no worker takes it. */
  private Instant findOldestUntaken() {
    return entities
        .createQuery(
            "select min(nextAttemptAt) from MediaJob where state = QUEUED and kind = RENDITIONS and"
                + " not exists (select 1 from MediaJob r where r.state = RUNNING and r.kind ="
                + " RENDITIONS)",
            Instant.class)
        .getSingleResult();
  }

  private Instant findOldest() {
    List<Instant> oldest =
        entities
            .createQuery(
                "select queuedAt from MediaJob where state in (QUEUED, RUNNING) and priority > 0"
                    + " and kind <> RENDITIONS order by queuedAt",
                Instant.class)
            .setMaxResults(1)
            .getResultList();
    return oldest.isEmpty() ? null : oldest.get(0);
  }

  /**
   * @param queued at most 100,000 together with those that run
   * @param dead at most 100,000
   * @param oldestQueuedAt when the oldest unfinished job was queued that isn't a backfill and takes
   *     seconds, or null
   * @param untakenSince when the oldest waiting job of hours was due, if no such job runs; or null
   */
  record Counts(
      long queued, long running, long dead, Instant oldestQueuedAt, Instant untakenSince) {}
}
