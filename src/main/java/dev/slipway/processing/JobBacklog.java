package dev.slipway.processing;

import dev.slipway.processing.work.JobKind;
import dev.slipway.processing.work.WorkerPool;
import dev.slipway.storage.ObjectStore;
import dev.slipway.web.BoundedCount;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/**
 * Counts the jobs in each state, up to a maximum. Each count reads an index. Jobs of videos in
 * another bucket than the configured one wait for the bucket and not for a worker.
 */
@ApplicationScoped
class JobBacklog {
  /** More jobs than this are all the same to people and alerts, and take long to count. */
  static final int MAX_COUNT = 100_000;

  static final String COUNT =
      "select count(*) from (select 1 from media_job where state = :state limit :max) j";

  static final String COUNT_UNFINISHED =
      "select count(*) from (select 1 from media_job where owner = :owner and priority >= :priority"
          + " and priority > 0 and kind in (:kinds) and state in ('QUEUED', 'RUNNING') limit :max) j";

  private final EntityManager entities;
  private final String bucket;

  JobBacklog(EntityManager entities, ObjectStore store) {
    this.entities = entities;
    this.bucket = store.bucket();
  }

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Counts count() {
    return new Counts(
        count(JobState.QUEUED, MAX_COUNT),
        count(JobState.RUNNING, MAX_COUNT),
        count(JobState.DEAD, MAX_COUNT),
        findOldest(),
        findOldestUntaken());
  }

  /**
   * Counts the jobs in a state.
   *
   * @param max where counting ends
   */
  @Transactional
  BoundedCount count(JobState state, int max) {
    var found =
        (Number)
            entities
                .createNativeQuery(COUNT)
                .setParameter("state", state.name())
                .setParameter("max", max + 1)
                .getSingleResult();
    return BoundedCount.of(found.longValue(), max);
  }

  /**
   * Counts the jobs of the configured bucket that wait for the workers of a pool.
   *
   * @param max where counting ends
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  int countQueued(WorkerPool pool, int max) {
    return entities
        .createQuery(
            "select j.id from MediaJob j join Video v on v.id = j.videoId where j.state = QUEUED and"
                + " j.kind in :kinds and v.bucket = :bucket",
            Long.class)
        .setParameter("kinds", pool.kinds())
        .setParameter("bucket", bucket)
        .setMaxResults(max)
        .getResultList()
        .size();
  }

  /**
   * Counts the unfinished jobs of an account in a pool, of at least a priority and without the
   * backfill. Those that wait for another bucket count too. The count ends where more make no
   * difference.
   *
   * @param owner of the videos; null counts nothing
   */
  @Transactional(Transactional.TxType.MANDATORY)
  int countUnfinished(String owner, WorkerPool pool, JobPriority priority) {
    if (owner == null || priority == JobPriority.BACKFILL) {
      return 0;
    }
    var found =
        (Number)
            entities
                .createNativeQuery(COUNT_UNFINISHED)
                .setParameter("owner", owner)
                .setParameter("priority", priority.value())
                .setParameter("kinds", pool.kinds().stream().map(JobKind::name).toList())
                .setParameter("max", JobPriority.maxUnfinished(pool))
                .getSingleResult();
    return found.intValue();
  }

  /** The oldest waiting long job, if none runs although it is due: no worker takes it. */
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
                "select j.queuedAt from MediaJob j join Video v on v.id = j.videoId where j.state in"
                    + " (QUEUED, RUNNING) and j.priority > 0 and j.kind <> RENDITIONS and v.bucket ="
                    + " :bucket order by j.queuedAt",
                Instant.class)
            .setParameter("bucket", bucket)
            .setMaxResults(1)
            .getResultList();
    return oldest.isEmpty() ? null : oldest.get(0);
  }

  /**
   * @param queued at most {@link #MAX_COUNT}, as {@code running} and {@code dead}
   * @param oldestQueuedAt when the oldest unfinished short job was queued that isn't a backfill,
   *     and whose video is in the configured bucket; or null
   * @param untakenSince when the oldest waiting long job was due, if none of them runs; or null
   */
  record Counts(
      BoundedCount queued,
      BoundedCount running,
      BoundedCount dead,
      Instant oldestQueuedAt,
      Instant untakenSince) {}
}
